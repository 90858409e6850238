"""A period in steps that a chart can show: days, then weeks, then months."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import MONTHS_AP

from sas.dates import last_day_of
from sas.rooms.piloting.rules import Period

_DAY = timedelta(days=1)
_BY_DAY, _BY_WEEK = 31, 31 * 7
"""Days of the longest period shown by day, then by week."""


@dataclass(frozen=True, slots=True)
class Step:
    """A day, or what of a week or of a month lies within the period."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Steps:
    """All of a period, in order; `head` says what each is."""

    head: str
    all: tuple[Step, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """Of each."""
        return tuple(one.label for one in self.all)

    def sums(self, days: Mapping[date, int], *, counted: Iterable[date]) -> tuple[int | None, ...]:
        """What flows: the days of each step together; None where none of them is counted, which is not 0."""
        found: dict[Step, int | None] = dict.fromkeys(self.all)
        for day in counted:
            if step := self._of(day):
                found[step] = (found[step] or 0) + days.get(day, 0)
        return tuple(found.values())

    def lasts(self, days: Mapping[date, int]) -> tuple[int | None, ...]:
        """What stands: as of the last day known of each step, None when none is."""
        found: dict[Step, int | None] = dict.fromkeys(self.all)
        for day in sorted(days):
            if step := self._of(day):
                found[step] = days[day]
        return tuple(found.values())

    def _of(self, day: date) -> Step | None:
        return next((one for one in self.all if one.first <= day <= one.last), None)


def steps(period: Period) -> Steps:
    """Few enough to be read on a telephone."""
    if period.days <= _BY_DAY:
        return Steps("Jour", tuple(_cut(period, lambda day: day, "{first:%d/%m}")))
    if period.days <= _BY_WEEK:
        return Steps("Semaine du", tuple(_cut(period, lambda day: day + (6 - day.weekday()) * _DAY, "{first:%d/%m}")))
    return Steps("Mois", tuple(_cut(period, last_day_of, "")))


def _cut(period: Period, end_of: Callable[[date], date], pattern: str) -> Iterable[Step]:
    first = period.first
    while first <= period.last:
        last = min(end_of(first), period.last)
        yield Step(pattern.format(first=first) if pattern else _month(first), first, last)
        first = last + _DAY


def _month(day: date) -> str:
    return f"{MONTHS_AP[day.month]} {day:%y}"
