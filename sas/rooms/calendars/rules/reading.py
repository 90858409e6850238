"""How often a private calendar is read, and how far ahead."""

from datetime import datetime, timedelta

from sas.timetable.interval import Interval

PERIOD = timedelta(minutes=15)
SLOWEST = timedelta(hours=12)
"""After failures in a row the wait doubles up to there: a calendar that is gone is not asked a hundred times a day."""

KNOWN = timedelta(days=21)
"""How far ahead busy times are kept: the fortnight that is offered, and a week of margin."""
NEEDED = timedelta(days=15)
"""Below that, a calendar that has not changed is read again, because its recurrences go on."""
_BEHIND = timedelta(days=1)


def next_read(*, now: datetime, failures: int) -> datetime:
    """When the calendar is asked again after so many failures in a row."""
    doubled: timedelta = PERIOD * (1 << min(failures, 10))
    return now + min(doubled, SLOWEST)


def read_window(now: datetime) -> Interval:
    """The time of which busy times are kept."""
    return Interval(now - _BEHIND, now + KNOWN)


def reads_conditionally(*, read_until: datetime | None, now: datetime) -> bool:
    """Whether "it has not changed" is answer enough: what is known reaches far enough."""
    return read_until is not None and read_until >= now + NEEDED
