from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from sas.timetable.interval import Interval, Since
from sas.timetable.presence import each, once, visible, visible_between
from tests.timetable import oracle
from tests.timetable.test_capacity import slot, weeks

MONDAY = date(2026, 11, 23)
PARIS = "Europe/Paris"


def hours(*slots, unavailable=(), measure=once):
    (week,) = visible(slots, unavailable=unavailable, monday=MONDAY, zone=PARIS)
    return measure(week) / timedelta(hours=1)


def at(day, hour):
    return datetime(2026, 11, 23 + day, hour, tzinfo=UTC)


@pytest.mark.shows("F-079")
def test_overlapping_hours_count_once_for_a_doctor_and_each_for_a_structure():
    both = slot(1, day=MONDAY), slot(2, day=MONDAY, start=(11,), end=(13,))
    assert (hours(*both), hours(*both, measure=each)) == (4, 5)


@pytest.mark.shows("F-079")
def test_hidden_hours_do_not_count():
    one = slot(1, day=MONDAY, weekly=True)
    assert hours(one, unavailable=[Since(at(0, 9))]) == 1
    assert hours(one, unavailable=[Interval(at(0, 7), at(0, 9)), Interval(at(0, 10), at(0, 20))]) == 1
    assert hours(one, unavailable=[Since(at(0, 7))]) == 0
    assert hours(one, unavailable=[Since(at(6, 23))]) == 3
    assert hours(slot(1, day=MONDAY + timedelta(days=7))) == 0


@pytest.mark.shows("F-079")
@settings(max_examples=60, deadline=None)
@given(weeks())
def test_visible_hours_are_what_reading_the_clock_every_minute_finds(week):
    zone, monday = week["slots"][0].rule.zone, week["days"][0]
    shown = visible(week["slots"], unavailable=week["unavailable"], monday=monday, zone=zone, weeks=3)
    assert len(shown) == 3
    for number, weekly in enumerate(shown):
        first = monday + timedelta(days=7 * number)
        minutes = [
            minute
            for one in week["slots"]
            for found in oracle.minutes_of(one.rule, first, first + timedelta(days=6)).values()
            for minute in found
            if not any(hole.contains(minute) for hole in week["unavailable"])
        ]
        assert each(weekly) == len(minutes) * oracle.MINUTE
        assert once(weekly) == len(set(minutes)) * oracle.MINUTE


@pytest.mark.shows("F-266")
@settings(max_examples=40, deadline=None)
@given(weeks())
def test_what_is_visible_of_each_day_is_what_is_visible_of_the_week(week):
    zone, monday = week["slots"][0].rule.zone, week["days"][0]
    told = {"unavailable": week["unavailable"], "zone": zone}
    (whole,) = visible(week["slots"], monday=monday, **told)
    days = [monday + timedelta(days=number) for number in range(7)]
    daily = [found for day in days for found in visible_between(week["slots"], first=day, last=day, **told)]
    assert each(left for _, left in daily) == each(whole)
    assert all(left for _, left in daily)
    together = visible_between(week["slots"], first=monday, last=days[-1], **told)
    assert sorted(together, key=str) == sorted(daily, key=str)
