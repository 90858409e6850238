"""« Vos identifiants de connexion »: the address, and where the account is open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.web.kit.access import EVERY_ROLE, command, page
from sas.web.kit.replies import SeeOther
from sas.web.public.forms_credentials import AddressForm
from sas.web.public.passwords import dead_link

HERE = "/identifiants"


@page(*EVERY_ROLE)
def credentials(request: HttpRequest) -> HttpResponse:
    """The address, the password, the open sessions (F-016, F-017)."""
    own = queries.credentials(actor=request.actor, now=request.now)
    key = request.session.session_key or ""
    sessions = queries.own_sessions(actor=request.actor, session_key=key, now=request.now)
    return render(request, "public/credentials.html", {"own": own, "sessions": sessions})


@page(*EVERY_ROLE)
def address_page(request: HttpRequest) -> HttpResponse:
    """Where another address is asked for."""
    form = AddressForm(has_password=request.account.password_set_at is not None)
    return render(request, "public/change_address.html", {"form": form})


@command(*EVERY_ROLE)
def ask_address(request: HttpRequest) -> HttpResponse:
    """Write to the new address; the answer is the same for one that has an account."""
    form = AddressForm(request.POST, has_password=request.account.password_set_at is not None)
    if form.is_valid():
        asked = {"email": form.cleaned_data["email"], "password": form.cleaned_data.get("password", "")}
        try:
            accounts.ask_new_address(actor=request.actor, **asked, now=request.now)
        except Impossible as error:
            form.add_error(error.field, error.reason)
        else:
            messages.success(request, "Un courriel vient d'être envoyé à la nouvelle adresse.")
            return SeeOther(HERE)
    return render(request, "public/change_address.html", {"form": form}, status=422)


@page()
def confirm_page(request: HttpRequest, address_token: str) -> HttpResponse:
    """The page of the mail sent to the new address: reading it changes nothing."""
    email = queries.address_link(actor=request.actor, token=address_token, now=request.now)
    if email is None:
        return dead_link(request)
    return render(request, "public/confirm_address.html", {"email": email})


@command()
def confirm(request: HttpRequest, address_token: str) -> HttpResponse:
    """The new address takes the place of the old one."""
    try:
        email = accounts.confirm_address(actor=request.actor, token=address_token, now=request.now)
    except Impossible:
        return dead_link(request)
    messages.success(request, f"Vous vous connectez désormais avec l'adresse {email}.")
    return SeeOther(HERE)


@command(*EVERY_ROLE)
def close_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session of one's own (ADR 12)."""
    accounts.end_session(actor=request.actor, session_id=session_id, now=request.now)
    messages.success(request, "La session est fermée.")
    return SeeOther(HERE)


@command(*EVERY_ROLE)
def close_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    key = request.session.session_key or ""
    accounts.end_other_sessions(actor=request.actor, session_key=key, now=request.now)
    messages.success(request, "Les autres sessions sont fermées.")
    return SeeOther(HERE)
