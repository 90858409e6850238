"""Hours that regulators could really see in a week (F-079)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval, Since, subtract, union
from sas.timetable.recurrence import instant, occurrences

_WEEK, _DAY = timedelta(days=7), timedelta(days=1)


def visible(
    slots: Iterable[Slot], *, unavailable: Iterable[Interval | Since], monday: date, zone: str, weeks: int = 1
) -> tuple[tuple[tuple[Interval, ...], ...], ...]:
    """Week by week from `monday` on, for each slot, what unavailabilities leave of its occurrences of that week."""
    end = monday + weeks * _WEEK
    holes = [hole for one in unavailable if (hole := _bounded(one, instant(end, time.min, zone)))]
    left: list[list[tuple[Interval, ...]]] = [[] for _ in range(weeks)]
    for slot in slots:
        found: list[list[Interval]] = [[] for _ in range(weeks)]
        for day, interval in occurrences(slot.rule, monday, end - _DAY):
            found[(day - monday) // _WEEK].append(interval)
        for number, intervals in enumerate(found):
            left[number].append(subtract(intervals, holes) if holes else tuple(intervals))
    return tuple(tuple(week) for week in left)


def visible_between(
    slots: Iterable[Slot], *, unavailable: Iterable[Interval | Since], first: date, last: date, zone: str
) -> tuple[tuple[Slot, tuple[Interval, ...]], ...]:
    """Each occurrence of the local days from `first` through `last`: its slot, and what unavailabilities leave of it.

    One that is hidden from end to end is left out.
    """
    holes = [hole for one in unavailable if (hole := _bounded(one, instant(last + _DAY, time.min, zone)))]
    shown = (
        (slot, subtract([interval], holes) if holes else (interval,))
        for slot in slots
        for _, interval in occurrences(slot.rule, first, last)
    )
    return tuple((slot, left) for slot, left in shown if left)


def _bounded(hole: Interval | Since, end: datetime) -> Interval | None:
    if isinstance(hole, Interval):
        return hole
    # A slot of that week may end past midnight of this zone if it keeps another: a day more than enough.
    return Interval(hole.start, end + _DAY) if hole.start < end else None


def once(stretches: Iterable[Iterable[Interval]]) -> timedelta:
    """Their length, an instant counted once however many cover it: one doctor is in one place at a time."""
    merged = union(interval for stretch in stretches for interval in stretch)
    return sum((interval.duration for interval in merged), timedelta())


def each(stretches: Iterable[Iterable[Interval]]) -> timedelta:
    """Their length, each slot for itself: in a structure, slots at the same hours are those of several doctors."""
    return sum((interval.duration for stretch in stretches for interval in stretch), timedelta())
