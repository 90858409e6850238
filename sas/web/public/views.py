"""Home, sign-in and sign-out, account panel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.rules import delegating
from sas.rooms.digests.rules import READERS as DIGEST_READERS
from sas.web.kit.access import EVERY_ROLE, command, page
from sas.web.public.forms import SignInForm
from sas.web.public.sessions import open_session


@page()
def home(request: HttpRequest) -> HttpResponse:
    """Welcome of a visitor (F-001); whoever is signed in goes to the landing page of the role (F-023)."""
    if request.account:
        return redirect(request.account.landing)
    return render(request, "public/home.html")


@page()
def ranking(request: HttpRequest) -> HttpResponse:
    """The order of the results, told to everybody as docs/ranking.md tells it."""
    return render(request, "public/ranking.html")


@page()
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The sign-in form (F-002)."""
    form = SignInForm(initial={"suite": request.GET.get("suite", "")})
    return render(request, "public/sign_in.html", {"form": form})


@command()
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open the session and go where the person was heading, else to the landing page."""
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            credentials = {"email": form.cleaned_data["email"], "password": form.cleaned_data["password"]}
            signed = accounts.sign_in(actor=request.actor, **credentials, now=request.now)
        except Impossible as error:
            form.add_error(error.field, error.reason)
        else:
            wished = form.cleaned_data["suite"]
            return open_session(request, signed=signed, means=Means.PASSWORD, wished=wished)
    return render(request, "public/sign_in.html", {"form": form}, status=422)


@command()
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session, and Pro Santé Connect's when it was opened so (F-021)."""
    key = request.session.session_key or ""
    way_out = accounts.sign_out(actor=request.actor, session_key=key, now=request.now)
    request.session.flush()
    return redirect(way_out or "/")


@page(*EVERY_ROLE)
def account_panel(request: HttpRequest) -> HttpResponse:
    """Name, roles, links by role, délégataires, sign-out (F-020, F-122)."""
    asks = request.actor.has(*delegating.REQUESTERS)
    shown = {
        "delegates": queries.delegates(actor=request.actor) if asks else (),
        "may_ask_delegates": asks,
        "reads_delegations": request.actor.has(*delegating.READERS),
        "may_be_told": request.actor.has(*DIGEST_READERS),
        "contacts": queries.own_contacts(actor=request.actor),
    }
    return render(request, "public/account.html", shown)
