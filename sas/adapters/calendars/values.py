"""What crosses the border between us and other calendars."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


class Trouble(StrEnum):
    """Why a calendar could not be read."""

    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TOO_MANY_REDIRECTS = "redirects"
    TOO_LARGE = "too_large"
    NOT_A_CALENDAR = "unreadable"
    TOO_COMPLEX = "too_complex"


class NotRead(Exception):
    """A calendar could not be read. Carries the trouble only: neither the address nor what stands there."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered; `content` None: it has not changed since the validators given."""

    content: bytes | None
    etag: str
    last_modified: str
