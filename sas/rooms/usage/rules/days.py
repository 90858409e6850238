"""Which days are counted, from which events: a day is that of the wall, from Tahiti to Nouméa."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_ONE = timedelta(days=1)
_FARTHEST_ZONE = timedelta(hours=14)
_LATE = timedelta(days=2)
"""How long after a search what came of it is looked for, and the day counted again."""


@dataclass(frozen=True, slots=True)
class Span:
    """UTC instants, half-open."""

    begin: datetime
    until: datetime


def events_of(day: date) -> Span:
    """Those that may tell of the searches of a day: of the day before, which may be where one began, to what came."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    return Span(midnight - _ONE - _FARTHEST_ZONE, midnight + _ONE + _LATE)


def first_whole_day(*, now: datetime, kept_days: int) -> date:
    """The first day of which no event is forgotten yet."""
    return (now - timedelta(days=kept_days) + _ONE + _FARTHEST_ZONE).date() + _ONE


def countable_days(*, first: date, counted: frozenset[date], now: datetime) -> list[date]:
    """Days to count tonight: those begun since `first` and over in UTC that are not yet, and the last ones again."""
    last = now.date() - _ONE
    days = [first + _ONE * ahead for ahead in range((last - first).days + 1)]
    return [day for day in days if day not in counted or day >= last - _LATE]
