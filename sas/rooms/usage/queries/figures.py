"""How much is searched, what is found, and what comes of it: sums of the days that are counted (F-265)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sas.actor import Actor
from sas.rooms.usage import rules
from sas.rooms.usage.models import CountedDay, UsageEvent
from sas.statements import run

_DAYS = """
select day, sum(searches)::bigint, sum(with_result)::bigint, sum(with_slot)::bigint, sum(unanswered)::bigint,
       sum(opened)::bigint, sum(oriented)::bigint
from usage_searchtotal
where day between %(first)s and %(last)s and (%(everywhere)s or departement = any(%(departements)s))
group by day order by day
"""
_COUNTED = "select day from usage_countedday where day between %(first)s and %(last)s order by day"


@dataclass(frozen=True, slots=True)
class Counts:
    """Searches; those with a result, with an open slot, unanswered; those that led to a card, to an orientation.

    Opening a card is no condition of an orientation: the slots of a result lead there directly.
    """

    searches: int = 0
    with_result: int = 0
    with_slot: int = 0
    unanswered: int = 0
    opened: int = 0
    oriented: int = 0


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Those of a day; a day of the period on which nothing was searched has none."""

    day: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many searches came that far."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchFigures:
    """A period, its days included. `counted`: those of its days that are, in order."""

    first: date
    last: date
    days: tuple[DayCounts, ...]
    totals: Counts
    counted: tuple[date, ...]

    @property
    def is_whole(self) -> bool:
        """Every day is counted."""
        return len(self.counted) == (self.last - self.first).days + 1

    @property
    def funnel(self) -> tuple[FunnelStep, ...]:
        """Searches, then those from which a card was opened, then those from which a patient was oriented."""
        steps = [
            ("Recherches", self.totals.searches),
            ("Fiches ouvertes", self.totals.opened),
            ("Orientations", self.totals.oriented),
        ]
        return tuple(FunnelStep(name, count) for name, count in steps)


def searches(
    *, actor: Actor, departements: Collection[str] | None, period_first: date, period_last: date
) -> SearchFigures:
    """The searches of a period in these départements, None: in the whole country.

    `departements`: those of the area searched, which the caller has judged the actor may read. Raises Refused to those
    who read no figures, and without départements to any but administrators.
    """
    if refusal := rules.may_read(actor, departements=departements):
        raise refusal
    period = {"first": period_first, "last": period_last}
    told = run(_DAYS, {**period, "everywhere": departements is None, "departements": list(departements or ())})
    days = tuple(DayCounts(day, Counts(*counts)) for day, *counts in told)
    counted = tuple(day for (day,) in run(_COUNTED, period))
    return SearchFigures(period_first, period_last, days, _sum([one.counts for one in days]), counted)


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(
        searches=sum(one.searches for one in counts),
        with_result=sum(one.with_result for one in counts),
        with_slot=sum(one.with_slot for one in counts),
        unanswered=sum(one.unanswered for one in counts),
        opened=sum(one.opened for one in counts),
        oriented=sum(one.oriented for one in counts),
    )


def is_counted(*, actor: Actor, day: date) -> bool:
    """Whether nothing is left to count of a day: it is counted, or nothing was told until its end anywhere."""
    if CountedDay.objects.filter(day=day).exists():
        return True
    return not UsageEvent.objects.filter(at__lt=rules.events_of(day).until).exists()
