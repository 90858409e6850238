"""From frozen values to the text of an iCalendar object (RFC 5545)."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from sas.adapters.calendars.values import CalendarEvent, PublishedCalendar

REFRESH = timedelta(minutes=30)
"""How often readers are asked to come back; each decides for itself."""

_PRODUCT = "-//Service d'accès aux soins//Agenda//FR"
_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def written(calendar: PublishedCalendar) -> bytes:
    """The calendar in UTF-8, the same bytes for the same values.

    Every time is in UTC: occurrences come one by one, so no rule of a time zone is needed, and Google, Apple and
    Outlook all read it the same. There is no METHOD: this is a calendar, not an invitation, and DTSTAMP is then when
    the entry last changed (RFC 5545, 3.8.7.2).
    """
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", calendar.name)
    made.add("x-wr-calname", calendar.name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REFRESH)
    for event in calendar.events:
        made.add_component(_written(event, host=calendar.host))
    text: bytes = made.to_ical()
    return text


def _written(event: CalendarEvent, *, host: str) -> Event:
    made, changed = Event(), event.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("uid", f"{event.key}@{host}")
    made.add("dtstamp", changed)
    made.add("last-modified", changed)
    # Readers want a number that grows at each change: the seconds do, without keeping a count of their own.
    made.add("sequence", max(int((changed - _BEGINNING).total_seconds()), 0))
    made.add("dtstart", event.start.astimezone(UTC))
    made.add("dtend", event.end.astimezone(UTC))
    made.add("summary", event.summary)
    made.add("location", event.location)
    made.add("class", "PRIVATE")
    made.add("transp", "OPAQUE" if event.busy else "TRANSPARENT")
    return made
