"""What crosses the border between us and other calendars."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry of a calendar we publish; instants are aware.

    `key` names it for ever within this platform; `busy` False: it takes no time in the reader's day. `changed_at`
    is when what it says last changed.
    """

    key: str
    start: datetime
    end: datetime
    summary: str
    location: str
    busy: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedCalendar:
    """A whole calendar as it is read elsewhere; `host` ends the identifiers of its events."""

    name: str
    host: str
    events: tuple[CalendarEvent, ...]
