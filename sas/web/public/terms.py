"""The CGU and the welcome: what is read before the rest."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sas.errors import Impossible
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.enums import Family, Means
from sas.web.kit.access import EVERY_ROLE, command, page
from sas.web.kit.replies import SeeOther, inside
from sas.web.public.forms_credentials import AcceptTermsForm


@page()
def current_terms(request: HttpRequest) -> HttpResponse:
    """The newest version, and the list of all (F-022)."""
    return _drawn(request, queries.terms(actor=request.actor))


@page()
def one_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version; raises Http404 for one that does not exist."""
    found = queries.terms(actor=request.actor, number=number)
    if found is None:
        raise Http404
    return _drawn(request, found)


@page(*EVERY_ROLE)
def acceptance_page(request: HttpRequest) -> HttpResponse:
    """Asked before anything else."""
    terms = queries.terms(actor=request.actor)
    if terms is None or not request.account.terms_due:
        return redirect(inside(request.GET.get("suite", ""), otherwise=request.account.landing))
    form = AcceptTermsForm(initial={"version": terms.number, "suite": request.GET.get("suite", "")})
    return render(request, "public/accept_terms.html", {"form": form, "terms": terms})


@command(*EVERY_ROLE)
def accept(request: HttpRequest) -> HttpResponse:
    """Keep the acceptance, then go where one was heading."""
    form, terms = AcceptTermsForm(request.POST), queries.terms(actor=request.actor)
    if terms is None or not request.account.terms_due:
        return SeeOther(request.account.landing)
    if form.is_valid():
        means = Means(request.session.get("means", Means.PASSWORD))
        read = {"number": form.cleaned_data["version"], "means": means}
        try:
            accounts.accept_terms(actor=request.actor, **read, now=request.now)
        except Impossible as error:
            form.add_error("terms", error.reason)
        else:
            return SeeOther(inside(form.cleaned_data["suite"], otherwise=request.account.landing))
    return render(request, "public/accept_terms.html", {"form": form, "terms": terms}, status=422)


@command(*EVERY_ROLE)
def welcome_read(request: HttpRequest) -> HttpResponse:
    """« J'ai compris »: this welcome is not shown again (F-024)."""
    family = request.POST.get("famille", "")
    if family in Family.values:
        accounts.note_welcome(actor=request.actor, family=Family(family), now=request.now)
    return SeeOther(request.account.landing)


def _drawn(request: HttpRequest, terms: queries.Terms | None) -> HttpResponse:
    versions = queries.terms_versions(actor=request.actor)
    return render(request, "public/terms.html", {"terms": terms, "versions": versions})
