"""The slots that a scheduling software gives of a place, as the regulation sees them: read only (F-047)."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sas.actor import Actor
from sas.rooms.availability.queries import KeptPlace
from sas.rooms.editors import queries
from sas.web.calendar import zones
from sas.web.calendar.acts import RECEIVERS
from sas.web.kit import consults
from sas.web.kit.access import page


@page(*RECEIVERS, consults=consults.place())
def editor_slots(request: HttpRequest, place_id: int) -> HttpResponse:
    """What each editor last told of the three days, and when."""
    found = queries.editor_agenda(actor=request.actor, place_id=place_id, now=request.now)
    shown = {"place": found.place, "sources": found.sources, "zone": zones.in_words(found.place.time_zone)}
    return render(request, "calendar/editor_slots.html", shown)


def interfaces_of(*, actor: Actor, kept: Iterable[KeptPlace]) -> Mapping[int, tuple[queries.Interface, ...]]:
    """By place, of those where the slots of a scheduling software stand instead of an agenda (sas-domain §2.9)."""
    fed = [one.place.id for one in kept if one.place.professional_id and one.flags.editors]
    return queries.interfaces(actor=actor, place_ids=fed)
