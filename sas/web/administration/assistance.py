"""Requests for help: read, taken in hand, answered and closed by those who hold their desk (F-244)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from sas.errors import Impossible
from sas.rooms.accounts.rules import MANAGERS
from sas.rooms.assistance import operations, queries
from sas.rooms.assistance.queries import AssistanceDetail
from sas.rooms.assistance.rules import ADMINISTRATORS, HANDLERS
from sas.rooms.directory import queries as directory
from sas.rooms.journal.enums import Reading
from sas.web.administration.forms_assistance import AnswerForm, AssistanceFilterForm
from sas.web.kit import consults
from sas.web.kit.access import Consulted, command, consultation, page
from sas.web.kit.attempts import page_number, succeeds
from sas.web.kit.replies import SeeOther

LIST = "/administration/assistance"


@consultation(*HANDLERS)
def assistance_list(request: HttpRequest) -> Consulted:
    """Those that nobody answered first, narrowed by what the address says."""
    known = directory.territories(actor=request.actor)
    own = known if request.actor.has(*ADMINISTRATORS) else [one for one in known if one.id in request.actor.territories]
    form = AssistanceFilterForm(request.GET, territories=own)
    filters, number = form.filters(), page_number(request)
    found = queries.assistance_queue(actor=request.actor, filters=filters, number=number)
    answer = render(request, "administration/assistance_list.html", {"form": form, "found": found})
    return Consulted(answer, "assistance_request", listed=[str(one.id) for one in found.items])


@page(*HANDLERS, consults=consults.always("assistance_request", "assistance_id"))
def detail(request: HttpRequest, assistance_id: int) -> HttpResponse:
    """One request, its files and what was answered."""
    return _drawn(request, _found(request, assistance_id), AnswerForm())


@command(*HANDLERS)
def answer(request: HttpRequest, assistance_id: int) -> HttpResponse:
    """Write to whoever asked."""
    found, form = _found(request, assistance_id), AnswerForm(request.POST)
    about = {"actor": request.actor, "request_id": assistance_id, "now": request.now}
    text = request.POST.get("text", "")
    if form.is_valid() and succeeds(form, operations.answer_assistance, text=text, **about):
        messages.success(request, f"Votre réponse est envoyée à {found.facts.sender}.")
        return SeeOther(f"{LIST}/{assistance_id}")
    return _drawn(request, found, form, status=422)


@command(*HANDLERS)
def take(request: HttpRequest, assistance_id: int) -> HttpResponse:
    """Say that one deals with it."""
    return _moved(request, assistance_id, operations.take_assistance, "Vous avez pris cette demande en charge.")


@command(*HANDLERS)
def close(request: HttpRequest, assistance_id: int) -> HttpResponse:
    """End it."""
    return _moved(request, assistance_id, operations.close_assistance, "Cette demande est close.")


@page(*HANDLERS, consults=consults.always("assistance_file", "file_id", reading=Reading.FILE))
def joined_file(request: HttpRequest, assistance_id: int, file_id: int) -> HttpResponse:
    """A file that was joined, to be kept: a browser neither opens it nor guesses what it is."""
    found = queries.assistance_file(actor=request.actor, request_id=assistance_id, file_id=file_id)
    if found is None:
        raise Http404
    reply = HttpResponse(found.content, content_type=found.content_type)
    reply["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    reply["X-Content-Type-Options"] = "nosniff"
    reply["Cache-Control"] = "private, no-store"
    return reply


def _found(request: HttpRequest, assistance_id: int) -> AssistanceDetail:
    found = queries.assistance_request(actor=request.actor, request_id=assistance_id)
    if found is None:
        raise Http404
    return found


def _moved(request: HttpRequest, assistance_id: int, operation: Callable[..., None], said: str) -> HttpResponse:
    _found(request, assistance_id)
    try:
        operation(actor=request.actor, request_id=assistance_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, said)
    return SeeOther(f"{LIST}/{assistance_id}")


def _drawn(request: HttpRequest, found: AssistanceDetail, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    shown = {"found": found, "form": form, "may_create": found.asks_account and request.actor.has(*MANAGERS)}
    return render(request, "administration/assistance.html", shown, status=status)
