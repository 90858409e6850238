"""Orientations of a scope, a day and in all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sas.actor import Actor
from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation.enums import DelayBand, OrientationKind, OrientationState
from sas.rooms.piloting.enums import DELAYS, DISTANCES, KINDS, STATES
from sas.rooms.piloting.models import OrientationFact
from sas.rooms.piloting.queries.adding import Sums, by_day, nothing, rows_of
from sas.rooms.piloting.queries.scoping import Coverage, added_areas, coverage
from sas.rooms.piloting.rules import Period, Scope

_LISTS = {"kinds": len(KINDS), "states": len(STATES), "delays": len(DELAYS), "distances": len(DISTANCES)}


@dataclass(frozen=True, slots=True)
class OrientationCounts:
    """The same orientations told in four ways: each mapping has every member of its enum, and the same sum."""

    by_kind: Mapping[OrientationKind, int]
    by_state: Mapping[OrientationState, int]
    by_delay: Mapping[DelayBand, int]
    by_distance: Mapping[DistanceBand, int]

    @property
    def total(self) -> int:
        """All of them, whatever became of them."""
        return sum(self.by_kind.values())

    @property
    def no_shows(self) -> int:
        """Said not honoured."""
        return self.by_state[OrientationState.NOT_HONOURED]

    @property
    def marked(self) -> int:
        """Said honoured or not."""
        return self.no_shows + self.by_state[OrientationState.HONOURED]


@dataclass(frozen=True, slots=True)
class OrientationFigures:
    """Of each day that is counted, in order, and of all of them together."""

    days: tuple[tuple[date, OrientationCounts], ...]
    total: OrientationCounts
    coverage: Coverage


def orientations(*, actor: Actor, scope: Scope, period: Period) -> OrientationFigures:
    """By local day of the appointment. Raises Refused to whoever may not read the scope."""
    areas = added_areas(actor, scope)
    known = coverage(period)
    found = by_day(rows_of(OrientationFact, areas=areas, period=period), _LISTS)
    days = [(day, found.get(day, nothing(_LISTS))) for day in known.counted]
    total = {name: tuple(map(sum, zip(*(sums[name] for _, sums in days), strict=True))) for name in _LISTS}
    told = tuple((day, _counts(sums)) for day, sums in days)
    return OrientationFigures(told, _counts(total if days else nothing(_LISTS)), known)


def _counts(sums: Sums) -> OrientationCounts:
    return OrientationCounts(
        dict(zip(KINDS, sums["kinds"], strict=True)),
        dict(zip(STATES, sums["states"], strict=True)),
        dict(zip(DELAYS, sums["delays"], strict=True)),
        dict(zip(DISTANCES, sums["distances"], strict=True)),
    )
