from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sas.timetable.absence import Period, Stretch, brought_along, hole, out_of_results, period_problems
from sas.timetable.interval import Interval, Since
from tests.timetable.test_editing import FRENCH_ZONES

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TWO_DAYS = timedelta(hours=48)
DAY = timedelta(days=1)


def days(first, last):
    return Period(MONDAY + first * DAY, MONDAY + last * DAY)


@pytest.mark.shows("F-081")
def test_a_period_is_whole_days_on_the_wall_whatever_the_clocks_do():
    assert days(0, 0).interval("Europe/Paris") == Interval(
        datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 23, 23, tzinfo=UTC)
    )
    spring = Period(date(2026, 3, 29), date(2026, 3, 29)).interval("Europe/Paris")
    autumn = Period(date(2026, 10, 25), date(2026, 10, 25)).interval("Europe/Paris")
    assert (spring.duration, autumn.duration) == (timedelta(hours=23), timedelta(hours=25))
    assert days(0, 0).interval("Pacific/Marquesas").start == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.mark.shows("F-082")
def test_a_period_hides_nothing_of_what_was_shown_before_it_was_saved():
    assert hole(days(-3, 0), zone="Europe/Paris", saved_at=NOW) == Interval(NOW, NOW.replace(hour=23))
    assert hole(days(1, 1), zone="Europe/Paris", saved_at=NOW).start == NOW.replace(hour=23)


@pytest.mark.shows("F-081")
@pytest.mark.parametrize(
    ("periods", "at_fault"),
    [
        ([days(0, 0), days(1, 1), days(2, 2)], set()),  # one day each, touching; the first ends today
        ([days(2, 1)], {"periods-0"}),
        ([days(-5, -1)], {"periods-0"}),
        ([days(-5, 0)], set()),
        ([days(0, 3), days(3, 4)], {"periods-1"}),
        ([days(3, 4), days(0, 9)], {"periods-1"}),
        ([days(0, 0), days(1, 1), days(2, 2), days(3, 3)], {"periods"}),
    ],
)
def test_what_is_wrong_with_periods_is_told_beside_each(periods, at_fault):  # E32, C12
    assert set(period_problems(periods, today=MONDAY, most=3)) == at_fault


def test_periods_brought_along_take_the_place_of_those_they_overlap():
    assert brought_along([days(0, 2), days(8, 9)], [days(2, 4)]) == [days(2, 4), days(8, 9)]


@pytest.mark.shows("F-082", "F-149")
@pytest.mark.parametrize(
    ("unavailable", "expected"),
    [
        ([], None),
        ([Since(NOW)], Stretch(NOW, None)),
        ([Interval(NOW, NOW + TWO_DAYS)], Stretch(NOW, NOW)),
        ([Interval(NOW, NOW + TWO_DAYS - timedelta(seconds=1))], None),
        ([Interval(NOW, NOW + DAY), Interval(NOW + DAY, NOW + 3 * DAY)], Stretch(NOW, NOW + DAY)),
        (
            [Interval(NOW - 9 * DAY, NOW + DAY), Interval(NOW + 2 * DAY, NOW + 5 * DAY)],
            Stretch(NOW + 2 * DAY, NOW + 3 * DAY),
        ),
        ([Interval(NOW, NOW + DAY), Since(NOW + DAY)], Stretch(NOW, None)),
    ],
)
def test_a_place_leaves_the_results_while_its_next_48_hours_are_covered(unavailable, expected):
    assert out_of_results(unavailable, span=TWO_DAYS, now=NOW) == expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-100, 200), st.integers(1, 120)), max_size=3),
    st.none() | st.integers(-50, 0),
    st.integers(0, 200),
)
def test_out_of_results_is_what_asking_each_hour_finds(spans, since, later):
    hour = timedelta(hours=1)
    holes = [Interval(NOW + a * hour, NOW + (a + n) * hour) for a, n in spans]
    holes += [] if since is None else [Since(NOW + since * hour)]
    moment = NOW + later * hour
    covered = all(any(one.contains(moment + n * hour) for one in holes) for n in range(48))
    found = out_of_results(holes, span=TWO_DAYS, now=moment)
    assert (found is not None and found.first <= moment) == covered


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FRENCH_ZONES), st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_periods_that_follow_one_another_leave_no_gap(zone, first, length):
    one, other = Period(first, first + length * DAY), Period(first + (length + 1) * DAY, first + (length + 2) * DAY)
    assert one.interval(zone).end == other.interval(zone).start
