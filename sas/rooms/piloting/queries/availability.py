"""Hours and places published in a scope, a day and in all, in the agendas kept here and by editors."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sas.actor import Actor
from sas.rooms.piloting.enums import Source
from sas.rooms.piloting.models import AvailabilityFact, CountedDay
from sas.rooms.piloting.queries.adding import rows_of
from sas.rooms.piloting.queries.scoping import Coverage, added_areas, coverage
from sas.rooms.piloting.rules import Period, Scope


@dataclass(frozen=True, slots=True)
class AvailabilityCounts:
    """By source: minutes published, each slot for itself, and patients that can be received on them."""

    minutes: Mapping[Source, int]
    places: Mapping[Source, int]

    @property
    def total_minutes(self) -> int:
        """Of both sources."""
        return sum(self.minutes.values())

    @property
    def total_places(self) -> int:
        """Of both sources."""
        return sum(self.places.values())


@dataclass(frozen=True, slots=True)
class AvailabilityDay:
    """A day that is counted; without `editors_known`, what editors told of it was not noted in time."""

    day: date
    counts: AvailabilityCounts
    editors_known: bool


@dataclass(frozen=True, slots=True)
class AvailabilityFigures:
    """Of each day that is counted, in order, and of all of them together."""

    days: tuple[AvailabilityDay, ...]
    total: AvailabilityCounts
    coverage: Coverage


def availability(*, actor: Actor, scope: Scope, period: Period) -> AvailabilityFigures:
    """By local day. Raises Refused to whoever may not read the scope."""
    areas = added_areas(actor, scope)
    known = coverage(period)
    noted = set(_noted(period))
    rows = rows_of(AvailabilityFact, areas=areas, period=period).values("day", "source")
    minutes, places = Counter[tuple[date, str]](), Counter[tuple[date, str]]()
    for row in rows.annotate(minutes_sum=Sum("minutes"), places_sum=Sum("places")):
        minutes[row["day"], row["source"]] = row["minutes_sum"]
        places[row["day"], row["source"]] = row["places_sum"]
    days = tuple(
        AvailabilityDay(
            day,
            AvailabilityCounts({one: minutes[day, one] for one in Source}, {one: places[day, one] for one in Source}),
            editors_known=day in noted,
        )
        for day in known.counted
    )
    return AvailabilityFigures(days, _total(days), known)


def _noted(period: Period) -> list[date]:
    rows = CountedDay.objects.filter(day__range=(period.first, period.last), editors_at__isnull=False)
    return list(rows.values_list("day", flat=True))


def _total(days: tuple[AvailabilityDay, ...]) -> AvailabilityCounts:
    return AvailabilityCounts(
        {one: sum(day.counts.minutes[one] for day in days) for one in Source},
        {one: sum(day.counts.places[one] for day in days) for one in Source},
    )
