"""The story of an agenda, for whoever keeps it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.availability import queries
from sas.web.calendar.acts import KEEPERS
from sas.web.kit.access import page

FURTHEST = 10_000
"""The last page that can be asked for: an address typed by hand is not a reason to count for long."""


@page(*KEEPERS)
def history(request: HttpRequest, place_id: int) -> HttpResponse:
    """Who changed what, when, what it said before and after; open even when the agenda is closed."""
    asked = request.GET.get("page", "1")
    number = min(int(asked), FURTHEST) if asked.isdecimal() else 1
    access = queries.access_to(actor=request.actor, place_id=place_id)
    found = queries.history(actor=request.actor, place_id=place_id, page=number)
    return render(request, "calendar/history.html", {"place": access.place, "access": access, "found": found})
