"""Hours that regulators could really see in a week (F-079)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval, Since, subtract, union
from sas.timetable.recurrence import instant, occurrences

_WEEK, _SIX_DAYS = timedelta(days=7), timedelta(days=6)


def visible(
    slots: Iterable[Slot], *, unavailable: Iterable[Interval | Since], monday: date, zone: str
) -> tuple[tuple[Interval, ...], ...]:
    """For each slot, what is left of its occurrences of the week once unavailabilities are taken off."""
    week_end = instant(monday + _WEEK, time.min, zone)
    holes = [hole for one in unavailable if (hole := _bounded(one, week_end))]
    return tuple(
        subtract([interval for _, interval in occurrences(slot.rule, monday, monday + _SIX_DAYS)], holes)
        for slot in slots
    )


def _bounded(hole: Interval | Since, end: datetime) -> Interval | None:
    if isinstance(hole, Interval):
        return hole
    # A slot of that week may end past midnight of this zone if it keeps another: a day more than enough.
    return Interval(hole.start, end + timedelta(days=1)) if hole.start < end else None


def once(stretches: Iterable[Iterable[Interval]]) -> timedelta:
    """Their length, an instant counted once however many cover it: one doctor is in one place at a time."""
    merged = union(interval for stretch in stretches for interval in stretch)
    return sum((interval.duration for interval in merged), timedelta())


def each(stretches: Iterable[Iterable[Interval]]) -> timedelta:
    """Their length, each slot for itself: in a structure, slots at the same hours are those of several doctors."""
    return sum((interval.duration for stretch in stretches for interval in stretch), timedelta())
