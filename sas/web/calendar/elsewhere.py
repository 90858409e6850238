"""The slots that a scheduling software gives of a place, as the regulation sees them: read only (F-047)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.editors import queries
from sas.web.calendar import zones
from sas.web.calendar.acts import RECEIVERS
from sas.web.kit.access import page


@page(*RECEIVERS)
def editor_slots(request: HttpRequest, place_id: int) -> HttpResponse:
    """What each editor last told of the three days, and when."""
    found = queries.editor_agenda(actor=request.actor, place_id=place_id, now=request.now)
    shown = {"place": found.place, "sources": found.sources, "zone": zones.in_words(found.place.time_zone)}
    return render(request, "calendar/editor_slots.html", shown)
