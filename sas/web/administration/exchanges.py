"""The messages to the regulation's software and their state (F-189)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import operations, queries
from sas.rooms.exchanges.enums import ExchangeState
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number, whole
from sas.web.kit.replies import SeeOther


@page(*WATCHERS)
def message_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by state and by software."""
    asked = [ExchangeState(word) for word in request.GET.getlist("etat") if word in ExchangeState.values]
    lrm_id = whole(request.GET.get("logiciel", ""), otherwise=0) or None
    found = queries.messages(actor=request.actor, states=asked, lrm_id=lrm_id, number=page_number(request))
    health = queries.health(actor=request.actor)
    shown = {"found": found, "asked": asked, "health": health, "lrm_id": lrm_id}
    lrms = directory.lrm_states(actor=request.actor)
    return render(request, "administration/exchanges.html", {**shown, "lrms": lrms})


@command(*WATCHERS)
def send_again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Back in line."""
    try:
        operations.send_again(actor=request.actor, message_id=message_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, "Le message va être renvoyé.")
    return SeeOther("/administration/echanges")
