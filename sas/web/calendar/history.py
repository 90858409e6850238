"""The story of an agenda, for whoever keeps it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.rooms.availability import queries
from sas.web.calendar.acts import KEEPERS
from sas.web.kit import consults
from sas.web.kit.access import page
from sas.web.kit.attempts import whole


@page(*KEEPERS, consults=consults.place())
def history(request: HttpRequest, place_id: int) -> HttpResponse:
    """Who changed what, when, what it said before and after; open even when the agenda is closed."""
    number = whole(request.GET.get("page", ""), otherwise=1)
    access = queries.access_to(actor=request.actor, place_id=place_id)
    found = queries.history(actor=request.actor, place_id=place_id, page=number)
    return render(request, "calendar/history.html", {"place": access.place, "access": access, "found": found})
