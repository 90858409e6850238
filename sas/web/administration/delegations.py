"""The queue of delegation requests: read and commented by referents, decided by account managers (F-225, F-232)."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.accounts import operations, queries
from sas.rooms.accounts.queries import RequestDetail
from sas.rooms.accounts.rules.delegating import DECIDERS, READERS
from sas.web.administration.forms_delegation import AcceptanceForm, CommentForm, RefusalForm
from sas.web.kit import consults
from sas.web.kit.access import Consulted, command, consultation, page
from sas.web.kit.attempts import page_number, succeeds
from sas.web.kit.replies import SeeOther

LIST = "/administration/delegations"


@consultation(*READERS)
def queue(request: HttpRequest) -> Consulted:
    """Requests that wait first."""
    number = page_number(request)
    found = queries.delegation_queue(actor=request.actor, number=number)
    answer = render(request, "administration/delegations.html", {"found": found})
    return Consulted(answer, "delegation_request", listed=[str(one.id) for one in found.items])


@page(*READERS, consults=consults.always("delegation_request", "request_id"))
def detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request, with what was noted on it."""
    shown = {"found": _found(request, request_id), "form": CommentForm()}
    return render(request, "administration/delegation.html", shown)


@command(*READERS)
def comment(request: HttpRequest, request_id: int) -> HttpResponse:
    """Note something on it."""
    found, form = _found(request, request_id), CommentForm(request.POST)
    if _done(request, form, operations.comment_delegation, request_id=request_id, text=request.POST.get("text", "")):
        messages.success(request, "Votre commentaire est ajouté.")
        return SeeOther(f"{LIST}/{request_id}")
    return render(request, "administration/delegation.html", {"found": found, "form": form}, status=422)


@page(*DECIDERS, consults=consults.always("delegation_request", "request_id"))
def acceptance(request: HttpRequest, request_id: int) -> HttpResponse:
    """The page where the manager confirms for whom the person may act."""
    found = _found(request, request_id)
    shown = {"found": found, "form": AcceptanceForm(attachable=found.attachable)}
    return render(request, "administration/delegation_accept.html", shown)


@command(*DECIDERS)
def accept(request: HttpRequest, request_id: int) -> HttpResponse:
    """Make or reuse the account, and link it."""
    found = _found(request, request_id)
    form, chosen = AcceptanceForm(request.POST, attachable=found.attachable), request.POST.getlist("chosen")
    if _done(request, form, operations.accept_delegation, request_id=request_id, chosen=chosen):
        messages.success(request, "La demande est acceptée : le demandeur et le délégataire en sont informés.")
        return SeeOther(f"{LIST}/{request_id}")
    shown = {"found": _found(request, request_id), "form": form}
    return render(request, "administration/delegation_accept.html", shown, status=422)


@page(*DECIDERS, consults=consults.always("delegation_request", "request_id"))
def refusal(request: HttpRequest, request_id: int) -> HttpResponse:
    """The page that asks why."""
    shown = {"found": _found(request, request_id), "form": RefusalForm()}
    return render(request, "administration/delegation_refuse.html", shown)


@command(*DECIDERS)
def refuse(request: HttpRequest, request_id: int) -> HttpResponse:
    """Refuse, the requester being told why."""
    _found(request, request_id)
    form, reason = RefusalForm(request.POST), request.POST.get("reason", "")
    if _done(request, form, operations.refuse_delegation, request_id=request_id, reason=reason):
        messages.success(request, "La demande est refusée : le demandeur en est informé.")
        return SeeOther(f"{LIST}/{request_id}")
    shown = {"found": _found(request, request_id), "form": form}
    return render(request, "administration/delegation_refuse.html", shown, status=422)


def _found(request: HttpRequest, request_id: int) -> RequestDetail:
    found = queries.delegation_request(actor=request.actor, request_id=request_id)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, form: Form, operation: Any, **arguments: Any) -> bool:
    return form.is_valid() and succeeds(form, operation, actor=request.actor, now=request.now, **arguments)
