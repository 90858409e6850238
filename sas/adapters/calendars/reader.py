"""From the text of somebody's calendar to the times at which they are busy, and to nothing else (ADR 20)."""

import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from icalendar import Calendar, Component

from sas.adapters.calendars.values import NotRead, Trouble
from sas.timetable.interval import Interval, union

MOST_OCCURRENCES = 30_000
"""Of one recurring entry, since its beginning: eighty years of every day."""
MOST_TIMES = 2_000
"""Busy times kept of one calendar."""
PATIENCE_SECONDS = 10.0

# The only lines that are looked at: titles, descriptions, places and attendees are dropped before anything is parsed.
_LOOKED_AT = frozenset(
    {"BEGIN", "END", "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
    | {"TRANSP", "STATUS", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "VERSION", "PRODID"}
)
_NAME = re.compile(r"[A-Za-z-]+")
_FOLD, _LINE = re.compile(r"(?:\r\n|\n|\r)[ \t]"), re.compile(r"\r\n|\n|\r")
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_DAY = timedelta(days=1)
_MEANINGLESS = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What a property that cannot be read, or tells a day of no calendar, raises when it is looked at."""


def busy_intervals(content: bytes, *, window: Interval, zone: str, own_host: str) -> tuple[Interval, ...]:
    """When the calendar says busy, inside `window`: sorted, disjoint.

    Hours without a zone and whole days are those of `zone`. Entries that take no time (TRANSP:TRANSPARENT), cancelled
    ones and our own (`own_host` ends their identifier) are left out. Raises NotRead.
    """
    deadline, found = time.monotonic() + PATIENCE_SECONDS, list[Interval]()
    for calendar in _parsed(_reduced(content)):
        events = [event for event in calendar.walk("VEVENT") if "DTSTART" in event]
        moved = {one for event in events if (one := _moved(event, zone)) is not None}
        for event in events:
            if time.monotonic() > deadline or len(found) > MOST_OCCURRENCES:
                raise NotRead(Trouble.TOO_COMPLEX)
            if _takes_time(event, own_host):
                found += _times(event, window=window, zone=zone, moved=moved)
    times = union(found)
    if len(times) > MOST_TIMES:
        raise NotRead(Trouble.TOO_COMPLEX)
    return times


def _reduced(content: bytes) -> str:
    text = _FOLD.sub("", content.decode("utf-8-sig", errors="replace"))
    kept = [line for line in _LINE.split(text) if (name := _NAME.match(line)) and name[0].upper() in _LOOKED_AT]
    if not kept or kept[0].strip().upper() != "BEGIN:VCALENDAR":
        raise NotRead(Trouble.NOT_A_CALENDAR)
    return "\r\n".join(kept) + "\r\n"


def _parsed(text: str) -> list[Calendar]:
    try:
        found = [part for part in Calendar.from_ical(text, multiple=True) if isinstance(part, Calendar)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        # What strangers write breaks parsers in every way; the cause would carry what they wrote.
        raise NotRead(Trouble.NOT_A_CALENDAR) from None
    if not found:
        raise NotRead(Trouble.NOT_A_CALENDAR)
    return found


def _of(event: Component, name: str) -> Any:
    """A property as icalendar parsed it, whatever its kind; None when there is none."""
    return event.get(name)


def _takes_time(event: Component, own_host: str) -> bool:
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED"
    return not free and not str(event.get("UID", "")).endswith(f"@{own_host}")


def _moved(event: Component, zone: str) -> tuple[str, datetime] | None:
    """The occurrence of a series that an entry of its own replaces; None when it names none that can be read."""
    try:
        replaced = _of(event, "RECURRENCE-ID")
        return (str(event.get("UID", "")), _aware(replaced.dt, zone).astimezone(UTC)) if replaced else None
    except _MEANINGLESS:
        return None


def _times(event: Component, *, window: Interval, zone: str, moved: set[tuple[str, datetime]]) -> Iterator[Interval]:
    try:
        start = _aware(_of(event, "DTSTART").dt, zone)
        length = _length(event, start, zone)
        starts = _starts(event, start, window=window, zone=zone)
        for wall in starts if length > timedelta(0) else ():
            begin, end = (moment.replace(tzinfo=start.tzinfo).astimezone(UTC) for moment in (wall, wall + length))
            replaced = "RECURRENCE-ID" not in event and (str(event.get("UID", "")), begin) in moved
            if not replaced and begin < end and begin < window.end and end > window.start:
                yield Interval(begin, end)
    except _MEANINGLESS:
        return  # an entry that means nothing takes no time


def _length(event: Component, start: datetime, zone: str) -> timedelta:
    """On the wall, so that a whole day stays one when the clocks change."""
    if "DTEND" in event:
        end = _aware(_of(event, "DTEND").dt, zone).astimezone(start.tzinfo)
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    if "DURATION" in event:
        lasts: timedelta = _of(event, "DURATION").dt
        return lasts
    return timedelta(0) if isinstance(_of(event, "DTSTART").dt, datetime) else _DAY


def _starts(event: Component, start: datetime, *, window: Interval, zone: str) -> list[datetime]:
    """Naive starts on the wall of the entry's own zone, not later than the window."""
    first, wall = start.replace(tzinfo=None), start.tzinfo
    last = window.end.astimezone(wall).replace(tzinfo=None)
    starts = {first} if "RRULE" not in event else set(_recurring(event, first, wall=wall, last=last))
    starts |= {_on_wall(one, wall, zone) for one in _dates(_of(event, "RDATE"))}
    without = list(_dates(_of(event, "EXDATE")))
    hours = {_on_wall(one, wall, zone) for one in without}
    days = {one for one in without if not isinstance(one, datetime)}
    return sorted(one for one in starts if one not in hours and one.date() not in days)


def _recurring(event: Component, first: datetime, *, wall: tzinfo | None, last: datetime) -> Iterable[datetime]:
    """A rule never runs past `last`: one that falls on no day at all would run for thousands of years."""
    parts = _of(event, "RRULE")
    if isinstance(parts, list) or str(parts["FREQ"][0]).upper() not in _FREQUENCIES:
        raise NotRead(Trouble.TOO_COMPLEX)
    told = {name: value for name, value in parts.items() if name not in {"UNTIL", "COUNT"}}
    until = min((_until(one, wall) for one in parts.get("UNTIL", ())), default=last)
    rule = rrulestr(type(parts)(told).to_ical().decode(), dtstart=first)
    assert isinstance(rule, rrule)
    count = int(parts["COUNT"][0]) if "COUNT" in parts else MOST_OCCURRENCES + 1
    found = list(islice(rule.replace(until=min(until, last)), min(count, MOST_OCCURRENCES + 1)))
    if len(found) > MOST_OCCURRENCES:
        raise NotRead(Trouble.TOO_COMPLEX)
    return found


def _until(moment: date | datetime, wall: tzinfo | None) -> datetime:
    """The last instant of a rule on its wall; a day counts whole."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.max.time())
    return moment.astimezone(wall).replace(tzinfo=None) if moment.tzinfo else moment


def _dates(values: Any) -> Iterator[date | datetime]:
    """Of RDATE or EXDATE, written once or several times; of a period, its start."""
    for group in values if isinstance(values, list) else [values] if values else []:
        for one in group.dts:
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def _on_wall(moment: date | datetime, wall: tzinfo | None, zone: str) -> datetime:
    return _aware(moment, zone).astimezone(wall).replace(tzinfo=None)


def _aware(moment: date | datetime, zone: str) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, datetime.min.time(), ZoneInfo(zone))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
