"""Who takes part in a scope, at the end of each day: numbers by way, and by specialty at the end of the period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.participation.enums import Via
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import WAYS
from sas.rooms.piloting.models import ParticipationFact
from sas.rooms.piloting.queries.adding import by_day, nothing, rows_of
from sas.rooms.piloting.queries.scoping import Coverage, coverage, own_area
from sas.rooms.piloting.rules import Period, Scope

_LISTS = {"ways": len(WAYS)}


@dataclass(frozen=True, slots=True)
class ParticipationDay:
    """Professionals who take part at the end of a day, in Paris, by way; « ne participe pas » is left out."""

    day: date
    by_way: Mapping[Via, int]

    @property
    def total(self) -> int:
        """Each has one way."""
        return sum(self.by_way.values())


@dataclass(frozen=True, slots=True)
class SpecialtyCount:
    """How many of them have a specialty; else, a profession."""

    activity_id: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ParticipationFigures:
    """Of each day that is counted, in order; `by_specialty` of the last of them, most numerous first.

    Somebody with two specialties is counted in both, so these may exceed the total.
    """

    days: tuple[ParticipationDay, ...]
    by_specialty: tuple[SpecialtyCount, ...]
    coverage: Coverage

    @property
    def last(self) -> ParticipationDay | None:
        """The figures at the end of the period, as far as it is counted."""
        return self.days[-1] if self.days else None


def participation(*, actor: Actor, scope: Scope, period: Period) -> ParticipationFigures:
    """By day in Paris. Raises Refused to whoever may not read the scope."""
    area = own_area(actor, scope)
    known = coverage(period)
    found = by_day(rows_of(ParticipationFact, areas=[area], period=period), _LISTS)
    days = tuple(
        ParticipationDay(day, dict(zip(WAYS, found.get(day, nothing(_LISTS))["ways"], strict=True)))
        for day in known.counted
    )
    return ParticipationFigures(days, _specialties(actor, area, known.counted[-1]) if days else (), known)


def _specialties(actor: Actor, area: str, day: date) -> tuple[SpecialtyCount, ...]:
    rows = ParticipationFact.objects.filter(area=area, day=day)
    kept = rules.ledger.total({"specialties": one} for one in rows.values_list("specialties", flat=True))
    counts = kept.get("specialties", {})
    assert isinstance(counts, dict)
    labels = {one.id: one.label for one in directory.activities(actor=actor)}
    found = [SpecialtyCount(int(one), labels.get(int(one), ""), count) for one, count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.count, one.label, one.activity_id)))
