"""Hours shown, place by place and week by week, for a file: places a few hundred at a time, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from sas.actor import Actor
from sas.errors import Refused
from sas.paging import chunked
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.availability.queries.hours import WeekHours, visible_weeks
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.timetable.presence import each, once

PLACES = 300
_WEEK = timedelta(days=7)
_NOT_PLATFORM = "Les heures de tous sont lues par la plateforme."


@dataclass(frozen=True, slots=True)
class PlaceHours:
    """The weeks of one place in which something could be seen; `is_open`: its agenda is, at the time of reading."""

    place: PlaceFacts
    is_open: bool
    weeks: tuple[WeekHours, ...]


def hour_rows(
    *,
    actor: Actor,
    monday: date,
    weeks: int,
    departements: Collection[str] | None = None,
    structure_ids: Collection[int] | None = None,
) -> Iterator[tuple[PlaceHours, ...]]:
    """Of the places of these départements, or of these structures, None: of any, by id; only within a transaction.

    A professional's overlapping slots count once, a structure's each, as in `published_hours`. One statement for the
    places and the same few for each three hundred of them. Raises Refused to anybody but the platform.
    """
    found = _places(actor, monday=monday, weeks=weeks, departements=departements, structure_ids=structure_ids)
    batches = chunked(found.iterator(chunk_size=PLACES), size=PLACES)
    return (_hours(batch, actor=actor, monday=monday, weeks=weeks) for batch in batches)


def count_of_places(
    *,
    actor: Actor,
    monday: date,
    weeks: int,
    departements: Collection[str] | None = None,
    structure_ids: Collection[int] | None = None,
) -> int:
    """How many places have slots in these weeks. Raises Refused as `hour_rows`."""
    return _places(actor, monday=monday, weeks=weeks, departements=departements, structure_ids=structure_ids).count()


def _places(
    actor: Actor,
    *,
    monday: date,
    weeks: int,
    departements: Collection[str] | None,
    structure_ids: Collection[int] | None,
) -> "QuerySet[AgendaSlot, int]":
    if not actor.is_platform:
        raise Refused(_NOT_PLATFORM)
    wanted = Q(first_day__lt=monday + weeks * _WEEK) & (Q(last_day__isnull=True) | Q(last_day__gte=monday))
    if departements is not None:
        wanted &= Q(place__departement_id__in=sorted(departements))
    if structure_ids is not None:
        wanted &= Q(place__structure_id__in=sorted(structure_ids), place__professional_id__isnull=True)
    return AgendaSlot.objects.filter(wanted).order_by("place_id").values_list("place_id", flat=True).distinct()


def _hours(place_ids: Collection[int], *, actor: Actor, monday: date, weeks: int) -> tuple[PlaceHours, ...]:
    seen = visible_weeks(actor=actor, place_ids=place_ids, monday=monday, weeks=weeks)
    places = directory.places(actor=actor, place_ids=seen)
    flags = participation.flags_of_places(actor=actor, places=places.values())
    told = []
    for place_id in sorted(seen):
        measure = once if places[place_id].professional_id else each
        hours = [WeekHours(monday + at * _WEEK, measure(one)) for at, one in enumerate(seen[place_id])]
        shown = tuple(one for one in hours if one.visible)
        told.append(PlaceHours(places[place_id], flags[place_id].agenda_open, shown))
    return tuple(told)
