"""Somebody's calendar, reduced to when they are busy."""

from datetime import UTC, datetime, timedelta

import pytest

from sas.adapters.calendars.reader import MOST_TIMES, busy_intervals
from sas.adapters.calendars.values import CalendarEvent, NotRead, PublishedCalendar, Trouble
from sas.adapters.calendars.writer import written
from sas.timetable.interval import Interval

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WINDOW = Interval(NOW - timedelta(days=1), NOW + timedelta(days=21))


def calendar(*events: str, before: str = "") -> bytes:
    inside = "".join(f"BEGIN:VEVENT\nUID:{number}@x\n{event}\nEND:VEVENT\n" for number, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{inside}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def busy(content: bytes, zone: str = "Europe/Paris") -> list[str]:
    found = busy_intervals(content, window=WINDOW, zone=zone, own_host="sas.example")
    return [f"{one.start:%m-%d %H:%M}>{one.end:%m-%d %H:%M}" for one in found]


def trouble(content: bytes) -> Trouble:
    with pytest.raises(NotRead) as raised:
        busy(content)
    return raised.value.trouble


OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Chez nous
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20261124T090000Z\nDTEND:20261124T100000Z", ["11-24 09:00>11-24 10:00"]),
        ("DTSTART:20261124T090000\nDTEND:20261124T100000", ["11-24 08:00>11-24 09:00"]),
        ("DTSTART;TZID=America/New_York:20261124T090000\nDURATION:PT30M", ["11-24 14:00>11-24 14:30"]),
        ("DTSTART;TZID=Romance Standard Time:20261124T090000\nDURATION:PT1H", ["11-24 08:00>11-24 09:00"]),
        ("DTSTART;TZID=Chez nous:20261124T090000\nDURATION:PT1H", ["11-24 06:00>11-24 07:00"]),
        ("DTSTART;VALUE=DATE:20261124", ["11-23 23:00>11-24 23:00"]),
        ("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127", ["11-23 23:00>11-26 23:00"]),
        ("DTSTART:20261124T090000Z", []),
        ("DTSTART:20261124T090000Z\nDTEND:20261124T080000Z", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED", []),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nSTATUS:TENTATIVE", ["11-24 09:00>11-24 10:00"]),
        ("DTSTART:20261124T090000Z\nDURATION:PT1H\nUID:orientation-1@sas.example", []),
        ("DTSTART:20270324T090000Z\nDURATION:PT1H", []),
        ("DTSTART:20261101T090000Z\nDTEND:20261125T090000Z", ["11-01 09:00>11-25 09:00"]),
        ("DTSTART:nonsense\nDURATION:PT1H", []),
        ("SUMMARY:sans date", []),
    ],
)
def test_one_entry(event: str, expected: list[str]) -> None:
    content = calendar(event, before=OUTLOOK_ZONE)
    if "@sas.example" in event:
        content = content.replace(b"UID:0@x\r\n", b"")
    assert busy(content) == expected


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("RRULE:FREQ=WEEKLY", ["11-24", "12-01", "12-08"]),
        ("RRULE:FREQ=WEEKLY;COUNT=2", ["11-24", "12-01"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261201T080000Z", ["11-24", "12-01"]),
        ("RRULE:FREQ=WEEKLY;UNTIL=20261130", ["11-24"]),
        ("RRULE:FREQ=WEEKLY\nEXDATE;TZID=Europe/Paris:20261201T090000", ["11-24", "12-08"]),
        ("RRULE:FREQ=WEEKLY\nEXDATE:20261201T080000Z\nEXDATE;VALUE=DATE:20261208", ["11-24"]),
        ("RDATE;TZID=Europe/Paris:20261126T090000,20261127T090000", ["11-24", "11-26", "11-27"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH;WKST=SU;INTERVAL=2", ["11-24", "11-26", "12-08", "12-10"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1TU", ["11-24"]),
        # A day that never comes: looked for until the year 9999.
        pytest.param("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", [], marks=pytest.mark.long),
    ],
)
def test_recurrences_are_expanded(event: str, expected: list[str]) -> None:
    first = "DTSTART;TZID=Europe/Paris:20261124T090000\nDURATION:PT1H\n"
    assert busy(calendar(first + event)) == [f"{day} 08:00>{day} 09:00" for day in expected]


def test_hours_of_the_wall_are_kept_when_clocks_change() -> None:
    event = "DTSTART;TZID=Europe/Paris:20260706T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261123T080000Z"
    assert busy(calendar(event)) == ["11-22 08:00>11-22 09:00", "11-23 08:00>11-23 09:00"]


def test_an_occurrence_that_was_moved_or_cancelled_alone() -> None:
    series = "DTSTART:20261124T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3"
    moved = "RECURRENCE-ID:20261125T090000Z\nDTSTART:20261125T150000Z\nDURATION:PT1H"
    cancelled = "RECURRENCE-ID:20261126T090000Z\nDTSTART:20261126T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED"
    content = calendar(series, moved, cancelled).replace(b"UID:1@x", b"UID:0@x").replace(b"UID:2@x", b"UID:0@x")
    assert busy(content) == ["11-24 09:00>11-24 10:00", "11-25 15:00>11-25 16:00"]


def test_times_that_meet_are_one() -> None:
    content = calendar(*(f"DTSTART:20261124T{hour:02}0000Z\nDURATION:PT1H30M" for hour in (9, 10, 14)))
    assert busy(content) == ["11-24 09:00>11-24 11:30", "11-24 14:00>11-24 15:30"]


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"END:VEVENT"]
)
def test_what_is_not_a_calendar(content: bytes) -> None:
    assert trouble(content) is Trouble.NOT_A_CALENDAR


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,5,10,15,20,25"],
)
def test_a_rule_that_would_hold_the_worker_is_refused(rule: str) -> None:
    assert trouble(calendar(f"DTSTART:20200101T000000Z\nDURATION:PT1M\nRRULE:{rule}")) is Trouble.TOO_COMPLEX


def test_more_times_than_a_person_has_are_refused() -> None:
    starts = (NOW + timedelta(minutes=10 * number) for number in range(MOST_TIMES + 1))
    events = [f"DTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT5M" for start in starts]
    assert trouble(calendar(*events)) is Trouble.TOO_COMPLEX


def test_our_own_calendar_read_back_makes_nobody_busy() -> None:
    event = CalendarEvent("orientation-1", NOW, NOW + timedelta(hours=1), "SAS", "", busy=True, changed_at=NOW)
    assert busy(written(PublishedCalendar("SAS", "sas.example", (event,)))) == []
    assert busy(written(PublishedCalendar("SAS", "other.example", (event,)))) == ["11-23 08:00>11-23 09:00"]


@pytest.mark.parametrize("replaced", ["1e999", "20261199T090000Z", "00010101T000000"])
def test_a_replaced_occurrence_that_cannot_be_read_replaces_none(replaced: str) -> None:
    event = "DTSTART:20261124T090000Z\nDURATION:PT1H"
    assert busy(calendar(event, f"{event}\nRECURRENCE-ID:{replaced}")) == ["11-24 09:00>11-24 10:00"]
