"""What could be seen of agendas on given days, as settings stood then: for the figures of the rooms above."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.availability.models import AgendaSlot, PastUnavailability
from sas.rooms.availability.queries.agendas import AgendaFacts, agendas
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.rooms.participation.queries import SettingsThen
from sas.rooms.participation.rules import ProfessionalChoice, professional_flags, structure_flags
from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval
from sas.timetable.presence import visible_between

_NOT_PLATFORM = "Réservé à la plateforme."


@dataclass(frozen=True, slots=True)
class ShownOccurrence:
    """An occurrence of a slot, and what unavailabilities left of it: at least an instant, in UTC."""

    slot: Slot
    stretches: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A place with the occurrences of the days asked."""

    place: PlaceFacts
    occurrences: tuple[ShownOccurrence, ...]


def slotted_places(*, actor: Actor, first: date, last: date, after: int = 0, limit: int = 2000) -> tuple[int, ...]:
    """Ids of places above `after` whose agenda has slots that may fall on these local days, in order, for batches."""
    alive = Q(last_day__isnull=True) | Q(last_day__gte=first)
    rows = AgendaSlot.objects.filter(alive, first_day__lte=last, place_id__gt=after).order_by("place_id")
    return tuple(rows.values_list("place_id", flat=True).distinct()[:limit])


def shown_between(
    *, actor: Actor, place_ids: Collection[int], first: date, last: date, at: datetime
) -> tuple[ShownPlace, ...]:
    """What regulators could see of these agendas on the local days from `first` through `last`.

    Whether a place was open, and its agenda, is judged at `at`. Places that showed nothing are left out. The number of
    questions does not grow with that of places. Raises Refused to anybody but the platform.
    """
    if not actor.is_platform:
        raise Refused(_NOT_PLATFORM)
    places = [one for one in _open_agendas(actor, place_ids, at=at) if _could_be_found(one, at=at)]
    kept = agendas(actor=actor, place_ids=[one.id for one in places], since=first)
    past: defaultdict[int, list[Interval]] = defaultdict(list)
    for row in PastUnavailability.objects.filter(place_id__in=list(kept)):
        past[row.place_id].append(Interval(row.since, row.until))
    found = (_shown(one, kept[one.id], tuple(past[one.id]), first=first, last=last) for one in places)
    return tuple(one for one in found if one.occurrences)


def _shown(place: PlaceFacts, kept: AgendaFacts, past: tuple[Interval, ...], *, first: date, last: date) -> ShownPlace:
    holes = (*kept.unavailable, *past)
    found = visible_between(kept.slots, unavailable=holes, first=first, last=last, zone=place.time_zone)
    return ShownPlace(place, tuple(ShownOccurrence(slot, left) for slot, left in found))


def _could_be_found(place: PlaceFacts, *, at: datetime) -> bool:
    open_then = place.closed_at is None or place.closed_at > at
    return open_then and place.lat is not None and place.lon is not None


def _open_agendas(actor: Actor, place_ids: Collection[int], *, at: datetime) -> list[PlaceFacts]:
    places = list(directory.places(actor=actor, place_ids=place_ids).values())
    owners = {one.professional_id for one in places if one.professional_id}
    settled = participation.professional_settings_at(actor=actor, professional_ids=owners, at=at)
    centres = directory.health_centre_finess(actor=actor, finess={one.site_finess for one in places})
    return [
        one
        for one in places
        if _is_open(one, settled.get(one.professional_id or 0), in_centre=one.site_finess in centres)
    ]


def _is_open(place: PlaceFacts, settled: SettingsThen | None, *, in_centre: bool) -> bool:
    if not place.professional_id:
        return structure_flags(kind=place.structure_kind, participates=False, practitioners=0).agenda_open
    choice = None
    if settled:
        refused = settled.editor_slots_refused
        choice = ProfessionalChoice(settled.via, frozenset(), refused, reorientation_package=False)
    return professional_flags(
        choice=choice, place_id=place.id, in_health_centre=in_centre, by_editor=place.by_editor
    ).agenda_open
