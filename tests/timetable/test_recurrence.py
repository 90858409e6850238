from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.timetable.interval import Interval
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft, SlotRule, instant, occurrences, plan

PARIS, REUNION, MIQUELON = "Europe/Paris", "Indian/Reunion", "America/Miquelon"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # last Sundays, in Paris
MIQUELON_SPRING, MIQUELON_AUTUMN = date(2026, 3, 8), date(2026, 11, 1)


def weekly(day, start, end, *, zone=PARIS, last_day=None, cancelled=()):
    return SlotRule(day, last_day, True, time(*start), time(*end), zone, frozenset(cancelled))


def utc(day, *wall):
    return datetime.combine(day, time(*wall), UTC)


def a_draft(day, weekdays=(), start=(9,), end=(12,)):
    return SlotDraft(day, time(*start), time(*end), frozenset(weekdays), 3, Modality.OFFICE)


def on(rule, day):
    return [occurrence.interval for occurrence in occurrences(rule, day, day)]


# E26: the nights when the clocks change.


@pytest.mark.shows("F-066", "F-078")
@pytest.mark.parametrize(
    ("day", "zone", "start", "end"),
    [
        (SPRING - timedelta(days=7), PARIS, (7,), (11,)),
        (SPRING, PARIS, (6,), (10,)),
        (AUTUMN - timedelta(days=7), PARIS, (6,), (10,)),
        (AUTUMN, PARIS, (7,), (11,)),
        (SPRING, REUNION, (4,), (8,)),
        (AUTUMN, REUNION, (4,), (8,)),
        (MIQUELON_SPRING - timedelta(days=7), MIQUELON, (11,), (15,)),
        (MIQUELON_SPRING, MIQUELON, (10,), (14,)),
        (MIQUELON_AUTUMN, MIQUELON, (11,), (15,)),
    ],
)
def test_a_weekly_slot_keeps_its_hours_on_the_wall(day, zone, start, end):
    rule = weekly(date(2026, 1, 4), (8,), (12,), zone=zone)
    assert on(rule, day) == [Interval(utc(day, *start), utc(day, *end))]


@pytest.mark.shows("F-066")
@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (SPRING, PARIS, 5),
        (AUTUMN, PARIS, 7),
        (MIQUELON_SPRING, MIQUELON, 5),
        (MIQUELON_AUTUMN, MIQUELON, 7),
        (SPRING, REUNION, 6),
        (AUTUMN, REUNION, 6),
    ],
)
def test_a_night_lasts_what_the_clocks_make_of_it(day, zone, hours):
    [night] = on(weekly(day, (0,), (6,), zone=zone), day)
    assert night.duration == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "zone", "change"), [(SPRING, PARIS, 1), (MIQUELON_SPRING, MIQUELON, 5)])
def test_a_skipped_hour_is_the_instant_of_the_change(day, zone, change):
    walls = [time(2, 0), time(2, 15), time(2, 59), time(3, 0)]
    assert [instant(day, wall, zone) for wall in walls] == [utc(day, change)] * 4
    assert instant(day, time(1, 59), zone) == utc(day, change) - timedelta(minutes=1)


@pytest.mark.parametrize(("day", "zone", "first_hour"), [(AUTUMN, PARIS, 0), (MIQUELON_AUTUMN, MIQUELON, 3)])
def test_an_hour_that_comes_twice_is_its_first_coming(day, zone, first_hour):
    # In Paris 02h00 comes twice, in Miquelon 01h00.
    twice = 2 if zone == PARIS else 1
    assert instant(day, time(twice), zone) == utc(day, first_hour)
    assert instant(day, time(twice, 30), zone) == utc(day, first_hour, 30)
    assert instant(day, time(twice + 1), zone) == utc(day, first_hour + 2)


def test_a_wall_marked_as_the_second_coming_is_still_the_first():
    assert instant(AUTUMN, time(2, 30, fold=1), PARIS) == instant(AUTUMN, time(2, 30), PARIS)


def test_an_occurrence_whose_hours_are_all_skipped_does_not_take_place():
    rule = weekly(SPRING - timedelta(days=7), (2, 0), (2, 45))
    days = [day for day, _ in occurrences(rule, SPRING - timedelta(days=7), SPRING + timedelta(days=7))]
    assert days == [SPRING - timedelta(days=7), SPRING + timedelta(days=7)]


def test_an_occurrence_half_skipped_starts_when_the_clocks_change():
    assert on(weekly(SPRING, (2, 30), (3, 30)), SPRING) == [Interval(utc(SPRING, 1), utc(SPRING, 1, 30))]


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.times(),
    st.sampled_from([PARIS, REUNION, MIQUELON, "Australia/Lord_Howe", "Pacific/Marquesas", "Africa/Casablanca"]),
)
def test_later_on_the_wall_is_never_earlier_in_fact(day, a, b, zone):
    assert instant(day, min(a, b), zone) <= instant(day, max(a, b), zone)


# E27: the end of the day.


@pytest.mark.shows("F-062")
def test_a_slot_may_run_to_the_last_minute_of_its_day():
    assert on(weekly(SPRING, (20,), (23, 59)), SPRING) == [Interval(utc(SPRING, 18), utc(SPRING, 21, 59))]
    assert on(weekly(AUTUMN, (20,), (23, 59)), AUTUMN) == [Interval(utc(AUTUMN, 19), utc(AUTUMN, 22, 59))]


# Which days.


@pytest.mark.shows("F-066", "F-070")
def test_a_series_runs_from_its_first_day_through_its_last_without_the_cancelled_days():
    monday = date(2026, 6, 1)
    rule = weekly(monday, (9,), (10,), last_day=date(2026, 6, 29), cancelled={date(2026, 6, 15)})
    days = [occurrence.day.day for occurrence in occurrences(rule, date(2026, 5, 1), date(2026, 7, 31))]
    assert days == [1, 8, 22, 29]
    assert [o.day.day for o in occurrences(rule, date(2026, 6, 9), date(2026, 6, 28))] == [22]


@pytest.mark.shows("F-062")
def test_a_dated_slot_takes_place_once():
    day = date(2026, 6, 3)
    rule = SlotRule(day, day, False, time(9), time(10), PARIS)
    assert [o.day for o in occurrences(rule, day - timedelta(days=30), day + timedelta(days=30))] == [day]
    assert list(occurrences(rule, day + timedelta(days=1), day + timedelta(days=30))) == []
    assert list(occurrences(rule, day - timedelta(days=30), day - timedelta(days=1))) == []


def test_a_series_ended_before_it_began_never_takes_place():
    rule = weekly(date(2026, 6, 1), (9,), (10,), last_day=date(2026, 5, 31))
    assert list(occurrences(rule, date(2026, 1, 1), date(2026, 12, 31))) == []


@pytest.mark.parametrize(
    ("last_day", "weekly_", "end"),
    [(None, False, 10), (date(2026, 6, 2), False, 10), (None, True, 9), (None, True, 8)],
)
def test_rules_without_meaning_are_refused(last_day, weekly_, end):
    with pytest.raises(ValueError, match="rule"):
        SlotRule(date(2026, 6, 1), last_day, weekly_, time(9), time(end), PARIS)


# Planning a draft.


@pytest.mark.shows("F-062")
def test_without_recurrence_a_draft_is_one_dated_slot():
    wednesday = date(2026, 6, 3)
    assert plan(a_draft(wednesday), zone=REUNION) == (
        SlotRule(wednesday, wednesday, False, time(9), time(12), REUNION),
    )


@pytest.mark.shows("F-066")
def test_ticking_its_own_weekday_makes_the_slot_weekly():
    wednesday = date(2026, 6, 3)
    assert plan(a_draft(wednesday, {3}), zone=PARIS) == (weekly(wednesday, (9,), (12,)),)


@pytest.mark.shows("F-066")
def test_ticking_other_weekdays_only_keeps_the_slot_dated():  # E28
    wednesday = date(2026, 6, 3)
    assert plan(a_draft(wednesday, {2, 5}), zone=PARIS) == (
        SlotRule(wednesday, wednesday, False, time(9), time(12), PARIS),
        weekly(date(2026, 6, 5), (9,), (12,)),
        weekly(date(2026, 6, 9), (9,), (12,)),
    )


@pytest.mark.shows("F-066")
@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.frozensets(st.integers(1, 7)))
def test_a_plan_covers_its_day_and_every_ticked_weekday_from_then_on(day, weekdays):
    last = day + timedelta(days=40)
    planned = sorted(o.day for rule in plan(a_draft(day, weekdays), zone=PARIS) for o in occurrences(rule, day, last))
    following = [day + timedelta(days=n) for n in range(41)]
    assert planned == [d for d in following if d == day or d.isoweekday() in weekdays]
