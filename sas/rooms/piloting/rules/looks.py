"""When a day is counted: soon after it, once settled, and once nothing can be corrected any more."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.orientation.enums import CORRECTION

PARIS = ZoneInfo("Europe/Paris")
_DAY = timedelta(days=1)
CLOSED_AFTER = timedelta(days=7)
"""Days after which a day is said closed: its figures rarely change."""
LOOKS = (_DAY, CLOSED_AFTER, CLOSED_AFTER + CORRECTION + _DAY)
"""A mark made in the week that follows may be changed for thirty days: the last look sees what it came to."""
CLOSING_LOOK = 2
"""The number of looks after which a day is closed."""


def today(now: datetime) -> date:
    """In Paris: the national job has one calendar."""
    return now.astimezone(PARIS).date()


def end_of(day: date) -> datetime:
    """The instant, in Paris, at which a day ends."""
    return datetime.combine(day + _DAY, datetime.min.time(), PARIS)


def looks_by(day: date, *, now: datetime) -> int:
    """How many looks a day should have had by now."""
    age = today(now) - day
    return sum(after <= age for after in LOOKS)


def is_sunday(day: date) -> bool:
    """The last day of an ISO week."""
    return day.isoweekday() == 7


def monday_of(sunday: date) -> date:
    """The first day of the ISO week that ends that day."""
    return sunday - 6 * _DAY
