"""What we write is read back the same, by the library that wrote it and by one that did not."""

from datetime import UTC, datetime, timedelta

import icalendar
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.adapters.calendars.values import CalendarEvent, PublishedCalendar
from sas.adapters.calendars.writer import written

START = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
EVENT = CalendarEvent(
    key="orientation-12",
    start=START,
    end=START + timedelta(hours=2),
    summary="SAS : patient orienté",
    location="12 rue des Lilas, 35000 Rennes ; bâtiment B",
    busy=True,
    changed_at=datetime(2026, 11, 23, 8, 0, 0, 999, tzinfo=UTC),
)


def calendar(*events: CalendarEvent) -> PublishedCalendar:
    return PublishedCalendar("SAS – Dr Claire MARTIN", "sas.example", events)


def test_every_line_a_reader_relies_on() -> None:
    text = written(calendar(EVENT)).decode()
    lines = text.replace("\r\n ", "").split("\r\n")
    for expected in (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Service d'accès aux soins//Agenda//FR",
        "X-WR-CALNAME:SAS – Dr Claire MARTIN",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
        "UID:orientation-12@sas.example",
        "DTSTAMP:20261123T080000Z",
        "LAST-MODIFIED:20261123T080000Z",
        "SEQUENCE:217584000",
        "DTSTART:20261124T130000Z",
        "DTEND:20261124T150000Z",
        "SUMMARY:SAS : patient orienté",
        "LOCATION:12 rue des Lilas\\, 35000 Rennes \\; bâtiment B",
        "TRANSP:OPAQUE",
        "CLASS:PRIVATE",
    ):
        assert expected in lines
    assert not [line for line in lines if line.startswith(("METHOD", "ATTENDEE", "ORGANIZER", "DESCRIPTION"))]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_another_library_reads_it() -> None:
    read = vobject.readOne(written(calendar(EVENT)).decode())
    read.validate(raiseException=True)
    (event,) = read.vevent_list
    assert event.uid.value == "orientation-12@sas.example"
    assert (event.dtstart.value, event.dtend.value) == (EVENT.start, EVENT.end)
    assert (event.summary.value, event.location.value) == (EVENT.summary, EVENT.location)
    assert event.transp.value == "OPAQUE"


moments = st.datetimes(datetime(2020, 1, 2), datetime(2040, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)
events = st.builds(
    lambda key, start, minutes, summary, location, busy, changed_at: CalendarEvent(
        f"disponibilite-{key}", start, start + timedelta(minutes=minutes), summary, location, busy, changed_at
    ),
    st.integers(1, 10**9),
    moments,
    st.integers(1, 1440),
    texts,
    texts,
    st.booleans(),
    moments,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(events, max_size=4))
def test_a_round_trip_loses_nothing(drawn: list[CalendarEvent]) -> None:
    content = written(calendar(*drawn))
    read = [_read(event) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert read == drawn
    assert written(calendar(*read)) == content
    assert len(vobject.readOne(content.decode()).contents.get("vevent", [])) == len(drawn)


def _read(event: icalendar.Event) -> CalendarEvent:
    return CalendarEvent(
        key=str(event["UID"]).removesuffix("@sas.example"),
        start=event.decoded("DTSTART"),
        end=event.decoded("DTEND"),
        summary=str(event["SUMMARY"]),
        location=str(event["LOCATION"]),
        busy=event["TRANSP"] == "OPAQUE",
        changed_at=event.decoded("LAST-MODIFIED"),
    )


def test_a_later_change_has_a_greater_sequence() -> None:
    def sequence(changed_at: datetime) -> int:
        event = CalendarEvent("a", EVENT.start, EVENT.end, "", "", busy=False, changed_at=changed_at)
        return int(icalendar.Calendar.from_ical(written(calendar(event))).walk("VEVENT")[0]["SEQUENCE"])

    assert sequence(START) < sequence(START + timedelta(seconds=1)) < 2**31
