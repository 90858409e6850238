"""Quarters and months of local days: an orientation belongs to the day on the wall of its place."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sas.dates import last_day_of, next_month

_WRITTEN = re.compile(r"(20\d\d)-T([1-4])")
_WEEK = timedelta(days=7)
_ORDINALS = ("1er", "2e", "3e", "4e")
_FURTHEST_WEST = timedelta(hours=12)
"""When a day is over in UTC, it is over everywhere that much later at most."""

_FURTHEST_EAST = timedelta(hours=14)
"""And it had begun somewhere that much earlier at most."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a civil year; `number` from 1 to 4."""

    year: int
    number: int

    @property
    def months(self) -> tuple[date, date, date]:
        """The first days of its three months."""
        first = 3 * self.number - 2
        return date(self.year, first, 1), date(self.year, first + 1, 1), date(self.year, first + 2, 1)

    @property
    def first_day(self) -> date:
        """1 January, 1 April, 1 July or 1 October."""
        return self.months[0]

    @property
    def last_day(self) -> date:
        """31 March, 30 June, 30 September or 31 December."""
        return last_day_of(self.months[2])

    @property
    def key(self) -> str:
        """As addresses and files write it: « 2026-T4 »."""
        return f"{self.year}-T{self.number}"

    @property
    def label(self) -> str:
        """« 4e trimestre 2026 »."""
        return f"{_ORDINALS[self.number - 1]} trimestre {self.year}"

    @property
    def previous(self) -> "Quarter":
        """The one before."""
        return quarter_of(self.first_day - timedelta(days=1))


def quarter_of(day: date) -> Quarter:
    """The quarter that holds this day."""
    return Quarter(day.year, (day.month + 2) // 3)


def read_quarter(text: str) -> Quarter | None:
    """« 2026-T4 », as `Quarter.key` writes it; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    return Quarter(int(found[1]), int(found[2])) if found else None


def latest_quarters(today: date, count: int) -> tuple[Quarter, ...]:
    """The quarter of today and those before it, the newest first."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].previous)
    return tuple(found)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """The months of these two days and those between them."""
    found, month = [], month_of(first)
    while month <= last:
        found.append(month)
        month = next_month(month)
    return tuple(found)


def mondays_of(month: date) -> tuple[date, ...]:
    """The weeks of a month are those that begin in it: each week is of one month, and of one quarter."""
    first = month + timedelta(days=-month.weekday() % 7)
    return tuple(monday for number in range(5) if (monday := first + number * _WEEK) <= last_day_of(month))


def closes_at(month: date, *, after: timedelta) -> datetime:
    """When the figures of a month stop moving by themselves, in UTC.

    Once its last day is over everywhere, `after` has passed for who did not say whether the patient came, and its last
    week is over.
    """
    over = datetime.combine(next_month(month), time.min, UTC) + _FURTHEST_WEST
    return over + max(after, _WEEK)


def weeks_over(month: date, *, now: datetime) -> tuple[date, ...]:
    """The Mondays of the weeks of a month that are over everywhere at `now`."""
    today = (now - _FURTHEST_WEST).astimezone(UTC).date()
    return tuple(monday for monday in mondays_of(month) if monday + _WEEK <= today)


def end_of(month: date) -> datetime:
    """The instant in UTC at which the settings of a month are read: the end of its last day."""
    return datetime.combine(next_month(month), time.min, UTC)


def has_begun(month: date, *, now: datetime) -> bool:
    """Whether the month has begun somewhere: days begin half a day and more before UTC's in the Pacific."""
    return datetime.combine(month, time.min, UTC) - _FURTHEST_EAST <= now
