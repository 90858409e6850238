"""The establishments of a territory, and those that take part in the reorientation package (C22, F-202)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.accounts.rules import MANAGERS
from sas.rooms.participation import operations, queries
from sas.web.kit.access import command, page
from sas.web.kit.attempts import page_number
from sas.web.kit.replies import SeeOther

_LONGEST = 80
_SAID = {
    True: "L'établissement participe au forfait de réorientation : ses IOA peuvent rechercher.",
    False: "L'établissement ne participe plus au forfait de réorientation.",
}


@page(*MANAGERS)
def establishment_list(request: HttpRequest) -> HttpResponse:
    """By name, twenty a page, narrowed by a name or a FINESS number."""
    text = request.GET.get("texte", "")[:_LONGEST]
    found = queries.establishments(actor=request.actor, text=text, number=page_number(request))
    return render(request, "administration/establishments.html", {"found": found, "text": text})


@command(*MANAGERS)
def save_package(request: HttpRequest, establishment_id: int) -> HttpResponse:
    """Say that an establishment takes part, or no longer does; back to the list as it was."""
    takes_part = request.POST.get("participe") == "oui"
    about = {"structure_id": establishment_id, "takes_part": takes_part}
    operations.save_package(actor=request.actor, **about, now=request.now)
    messages.success(request, _SAID[takes_part])
    asked = request.GET.urlencode()
    return SeeOther("/administration/etablissements" + (f"?{asked}" if asked else ""))
