"""The index of the search, made anew on request, and how far it is (F-263)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.errors import Impossible
from sas.rooms.offer import operations, queries
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import command, page
from sas.web.kit.replies import SeeOther

HOME = "/administration/reconstruction"


@page(*WATCHERS)
def rebuild_list(request: HttpRequest) -> HttpResponse:
    """The latest ones; the page follows the one that runs."""
    found = queries.rebuilds(actor=request.actor, now=request.now)
    running = next((one for one in found if one.is_running), None)
    return render(request, "administration/rebuilds.html", {"found": found, "running": running})


@command(*WATCHERS)
def ask(request: HttpRequest) -> HttpResponse:
    """Start one in the background, or start again one that stopped."""
    try:
        operations.ask_rebuild(actor=request.actor, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, "La reconstruction est lancée. La recherche fonctionne pendant ce temps.")
    return SeeOther(HOME)
