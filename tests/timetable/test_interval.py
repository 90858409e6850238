from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sas.timetable.interval import Interval, Since, intersect, meets, subtract, union

ORIGIN = datetime(2026, 3, 29, tzinfo=UTC)


def at(minute):
    return ORIGIN + timedelta(minutes=minute)


def minutes(intervals):
    return {m for i in intervals for m in range(-1, 121) if i.contains(at(m))}


def is_canonical(intervals):
    return all(a.end < b.start for a, b in pairwise(intervals))


bounds = st.tuples(st.integers(0, 120), st.integers(0, 120)).filter(lambda b: b[0] < b[1])
an_interval = bounds.map(lambda b: Interval(at(b[0]), at(b[1])))
some_intervals = st.lists(an_interval, max_size=8)


@given(some_intervals)
def test_union_keeps_the_minutes_and_merges(a):
    assert minutes(union(a)) == minutes(a)
    assert is_canonical(union(a))
    assert union(union(a)) == union(a)


@given(some_intervals, some_intervals)
def test_subtract_is_the_difference_of_minutes(a, b):
    assert minutes(subtract(a, b)) == minutes(a) - minutes(b)
    assert is_canonical(subtract(a, b))


@given(some_intervals, some_intervals)
def test_intersect_is_the_common_minutes(a, b):
    assert minutes(intersect(a, b)) == minutes(a) & minutes(b)
    assert is_canonical(intersect(a, b))
    assert intersect(a, b) == intersect(b, a)


@given(some_intervals, some_intervals)
def test_what_is_removed_and_what_is_kept_make_the_whole(a, b):
    assert union([*subtract(a, b), *intersect(a, b)]) == union(a)


@given(an_interval, an_interval)
def test_overlap_is_a_shared_minute(a, b):
    assert a.overlaps(b) == bool(minutes([a]) & minutes([b])) == b.overlaps(a)


@given(an_interval)
def test_duration_counts_the_minutes(a):
    assert a.duration == timedelta(minutes=len(minutes([a])))


def test_touching_intervals_merge_but_do_not_overlap():
    morning, noon = Interval(at(0), at(60)), Interval(at(60), at(90))
    assert not morning.overlaps(noon)
    assert union([noon, morning]) == (Interval(at(0), at(90)),)


def test_bounds_are_kept_in_utc():
    reunion = timezone(timedelta(hours=4))
    interval = Interval(datetime(2026, 3, 29, 8, tzinfo=reunion), datetime(2026, 3, 29, 9, tzinfo=reunion))
    assert interval.start.tzinfo is interval.end.tzinfo is UTC
    assert interval == Interval(at(240), at(300))


def test_order_is_by_start_then_end():
    assert sorted([Interval(at(1), at(3)), Interval(at(0), at(9)), Interval(at(1), at(2))]) == [
        Interval(at(0), at(9)),
        Interval(at(1), at(2)),
        Interval(at(1), at(3)),
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(1), at(1)),
        (at(2), at(1)),
        (ORIGIN.replace(tzinfo=None), at(1)),
        (at(0), at(1).replace(tzinfo=None)),
    ],
)
def test_empty_reversed_and_naive_intervals_are_refused(start, end):
    with pytest.raises(ValueError, match=r"empty interval|naive"):
        Interval(start, end)


@pytest.mark.shows("F-080")
def test_an_unavailability_without_end_holds_from_its_start_on():
    since = Since(at(10))
    assert [since.contains(at(m)) for m in (9, 10, 1_000_000)] == [False, True, True]
    with pytest.raises(ValueError, match="naive"):
        Since(ORIGIN.replace(tzinfo=None))


@given(some_intervals, an_interval)
def test_meeting_sorted_times_is_overlapping_one_of_them(a, one):
    assert meets(one, union(a)) == any(one.overlaps(other) for other in a)
