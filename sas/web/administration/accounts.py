"""The accounts that a manager has in sight: list, export, creation, change (F-220, F-221, F-223, F-226)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.accounts import operations, queries, rules
from sas.rooms.accounts.queries import PersonFacts
from sas.rooms.assistance import queries as assistance
from sas.web.administration import exports
from sas.web.administration.account_forms import APPLIES, AccountForm, FilterForm, typed
from sas.web.kit import consults
from sas.web.kit.access import Consulted, command, consultation, page
from sas.web.kit.attempts import page_number, whole
from sas.web.kit.replies import SeeOther

MANAGERS = rules.MANAGERS
HOME = "/administration/comptes"


@consultation(*MANAGERS)
def account_list(request: HttpRequest) -> Consulted:
    """By name, twenty-five a page, narrowed by what the address says."""
    choices = queries.account_choices(actor=request.actor)
    form, number = FilterForm(request.GET, choices=choices), page_number(request)
    found = queries.people(actor=request.actor, filters=form.filters(), number=number, known=choices.known)
    answer = render(request, "administration/accounts.html", {"form": form, "found": found})
    return Consulted(answer, "user", listed=[str(one.id) for one in found.people])


@command(*MANAGERS)
def export(request: HttpRequest) -> HttpResponse:
    """The whole narrowed list as a file; a command, because it leaves a trace."""
    form = FilterForm(request.POST, choices=queries.account_choices(actor=request.actor))
    kind = "xlsx" if request.POST.get("forme") == "xlsx" else "csv"
    filters = form.filters()
    operations.note_export(actor=request.actor, filters=filters, form=kind, now=request.now)
    chunks = queries.people_in_chunks(actor=request.actor, filters=filters)
    return exports.answer(kind, name=f"comptes-{request.now:%Y-%m-%d}", chunks=chunks)


@page(*MANAGERS)
def new_account(request: HttpRequest) -> HttpResponse:
    """An empty form (F-221), or one that starts from a request for an account (F-244)."""
    asked = assistance.account_asked(actor=request.actor, request_id=_asked_by(request))
    start = typed(asked, stamp="") if asked else None
    form = AccountForm(choices=queries.account_choices(actor=request.actor), initial=start)
    return _drawn_new(request, form)


@command(*MANAGERS)
def create(request: HttpRequest) -> HttpResponse:
    """Make the account and invite the person."""
    form = AccountForm(request.POST, choices=queries.account_choices(actor=request.actor))
    made = _done(request, form, operations.create_managed)
    if made is None:
        return _drawn_new(request, form, status=422)
    messages.success(request, "Le compte est créé : un message de bienvenue part à l'adresse indiquée.")
    asked_by = _asked_by(request)
    return SeeOther(f"/administration/assistance/{asked_by}" if asked_by else f"{HOME}/{made}")


@page(*MANAGERS, consults=consults.account())
def account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: its state, and the form that changes it."""
    found = person_or_404(request, user_id)
    started = typed(found.typed, stamp=found.stamp)
    choices = queries.account_choices(actor=request.actor)
    form = AccountForm(choices=choices, frozen=bool(found.professional), initial=started)
    return render(request, "administration/account.html", _shown(found, form))


@command(*MANAGERS)
def edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Change the account, unless somebody else did since the page was opened."""
    found = person_or_404(request, user_id)
    choices = queries.account_choices(actor=request.actor)
    started = typed(found.typed, stamp=found.stamp)
    form = AccountForm(request.POST, choices=choices, frozen=bool(found.professional), initial=started)
    stamp = request.POST.get("stamp", "")
    if _done(request, form, operations.edit_account, user_id=user_id, stamp=stamp) is None:
        return render(request, "administration/account.html", _shown(found, form), status=422)
    messages.success(request, "Les modifications sont enregistrées.")
    return SeeOther(f"{HOME}/{user_id}")


def person_or_404(request: HttpRequest, user_id: int) -> PersonFacts:
    """An account in sight; any other does not exist."""
    found = queries.person(actor=request.actor, user_id=user_id)
    if found is None:
        raise Http404
    return found


def _asked_by(request: HttpRequest) -> int:
    """The request for help that the form starts from; 0: none."""
    return whole(request.GET.get("demande", ""), otherwise=0)


def _drawn_new(request: HttpRequest, form: AccountForm, *, status: int = 200) -> HttpResponse:
    shown = {"form": form, "applies": APPLIES, "frozen": False, "asked_by": _asked_by(request)}
    return render(request, "administration/account_new.html", shown, status=status)


def _shown(found: PersonFacts, form: AccountForm) -> dict[str, Any]:
    return {"person": found, "form": form, "applies": APPLIES, "frozen": bool(found.professional)}


def _done(request: HttpRequest, form: AccountForm, operation: Any, **about: Any) -> Any:
    """Run the operation; every sentence of the room stands beside its field. None: nothing was done."""
    readable = form.is_valid()
    asked = form.asked()
    _, problems = queries.judged(actor=request.actor, asked=asked, user_id=about.get("user_id"))
    form.add_problems(problems)
    if not readable or problems:
        return None
    try:
        return operation(actor=request.actor, asked=asked, now=request.now, **about) or True
    except Impossible as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason)
        return None
