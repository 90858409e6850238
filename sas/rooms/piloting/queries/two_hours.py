"""The two-hour rule in a scope, week by week."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from sas.actor import Actor
from sas.rooms.piloting import rules
from sas.rooms.piloting.models import TwoHoursFact
from sas.rooms.piloting.queries.adding import rows_of
from sas.rooms.piloting.queries.scoping import Coverage, coverage, own_area
from sas.rooms.piloting.rules import Period, Scope


@dataclass(frozen=True, slots=True)
class TwoHourCounts:
    """Of the professionals who take part: those whose agenda is kept here, and those who showed two hours in it."""

    participants: int
    with_agenda: int
    met: int


@dataclass(frozen=True, slots=True)
class TwoHourWeek:
    """An ISO week, by its Monday."""

    monday: date
    counts: TwoHourCounts


@dataclass(frozen=True, slots=True)
class TwoHourFigures:
    """Of each week whose Sunday is in the period and counted; `total` adds weeks up: each counts somebody again."""

    weeks: tuple[TwoHourWeek, ...]
    total: TwoHourCounts
    coverage: Coverage


def two_hour_rule(*, actor: Actor, scope: Scope, period: Period) -> TwoHourFigures:
    """By ISO week. Raises Refused to whoever may not read the scope."""
    area = own_area(actor, scope)
    known = coverage(period)
    rows = rows_of(TwoHoursFact, areas=[area], period=period).values("day")
    sums = rows.annotate(one=Sum("participants"), two=Sum("with_agenda"), three=Sum("met"))
    found = {row["day"]: TwoHourCounts(row["one"], row["two"], row["three"]) for row in sums}
    weeks = tuple(
        TwoHourWeek(rules.monday_of(day), found.get(day, TwoHourCounts(0, 0, 0)))
        for day in known.counted
        if rules.is_sunday(day)
    )
    return TwoHourFigures(weeks, _total(weeks), known)


def _total(weeks: tuple[TwoHourWeek, ...]) -> TwoHourCounts:
    return TwoHourCounts(
        sum(week.counts.participants for week in weeks),
        sum(week.counts.with_agenda for week in weeks),
        sum(week.counts.met for week in weeks),
    )
