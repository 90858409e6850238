"""A series: the slots that edits made of one weekly slot, and the days of it that are not as the others.

The slots of a series are the one it began with, those that took over from a later day, and the dated ones that stand
for a single day of it. At most one of them takes place for each day of the series.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval
from sas.timetable.plans import ExceptionFate, ExceptionKind, PlannedException, terms_on, told
from sas.timetable.recurrence import occurrences

TOLD = timedelta(weeks=12)
"""How far from the first day a plan tells a series day by day."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Picked:
    """The occurrence of `day` of a slot, in its agenda: `slots` are all of the place's, `taken` as in `openings`."""

    slots: Sequence[Slot]
    slot_id: int
    day: date
    taken: Mapping[tuple[int, date], int]
    now: datetime

    @property
    def slot(self) -> Slot:
        """The slot picked. Raises StopIteration when the agenda has none of that id."""
        return next(slot for slot in self.slots if slot.id == self.slot_id)

    @property
    def interval(self) -> Interval | None:
        """When it takes place, None when it does not (any more)."""
        return next((found.interval for found in occurrences(self.slot.rule, self.day, self.day)), None)

    @property
    def booked(self) -> int:
        """How many patients are oriented on it."""
        return self.taken.get((self.slot_id, self.day), 0)

    @property
    def series(self) -> tuple[Slot, ...]:
        """All the slots of its series, in the order of their ids."""
        key = self.slot.series or self.slot.id
        return tuple(sorted((s for s in self.slots if key in (s.series, s.id)), key=lambda slot: slot.id))

    @property
    def repeated(self) -> bool:
        """Whether it is an occurrence of a series, edited alone or not."""
        return any(slot.rule.weekly for slot in self.series)

    @property
    def last_day(self) -> date | None:
        """The day on which its series ends, None when it has no end."""
        weekly = [slot for slot in self.series if slot.rule.weekly]
        return newest(weekly).rule.last_day if weekly else self.day

    @property
    def since(self) -> date:
        """The first day that a change of the series touches: nothing that is over."""
        if self.slot.replaces is None:
            return self.day
        today = self.now.astimezone(ZoneInfo(self.slot.rule.zone)).date()
        since = max(self.slot.replaces, today)
        over = any(
            found.interval.end <= self.now
            for slot in self.series
            if slot.rule.weekly
            for found in occurrences(slot.rule, since, since)
        )
        return since + _DAY if over else since

    @property
    def from_day(self) -> date:
        """The day of the week of the series on which its change begins."""
        weekly = next(slot for slot in self.series if slot.rule.weekly)
        return self.since + timedelta(days=(weekly.rule.first_day - self.since).days % 7)


@dataclass(frozen=True, slots=True)
class EditedDay:
    """A day of the series edited alone: it stands when it has a patient or is over."""

    slot: Slot
    day: date
    stands: bool

    def told(self, fate: ExceptionFate) -> PlannedException:
        """With what becomes of it."""
        return PlannedException(self.day, ExceptionKind.EDITED, fate, terms_on(self.slot, self.slot.rule.first_day))


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The days of a series, from a day on, that are not as the others."""

    locked: tuple[PlannedException, ...]
    edited: tuple[EditedDay, ...]
    deleted: tuple[date, ...]

    @classmethod
    def of(cls, picked: Picked) -> "Exceptions":
        """Those of the series of an occurrence, from the first day that a change of it touches on."""
        since = picked.since
        weekly = [slot for slot in picked.series if slot.rule.weekly]
        edited = tuple(_edited(picked, since))
        locked = {day: terms_on(slot, day) for slot in weekly for day in booked_days(picked, slot)}
        lately = (day for slot in weekly for day in slot.rule.cancelled if day >= since)
        taken_over = {one.day for one in edited} | {day for day, _, _ in told(weekly, (since, latest(weekly, since)))}
        deleted = {day for day in lately if day not in taken_over and _says_nothing(_owner(weekly, day), day)}
        return cls(
            tuple(
                PlannedException(day, ExceptionKind.LOCKED, ExceptionFate.KEPT, terms)
                for day, terms in sorted(locked.items())
            ),
            edited,
            tuple(sorted(deleted)),
        )


def _edited(picked: Picked, since: date) -> Iterator[EditedDay]:
    for slot in picked.series:
        own = slot.rule.first_day
        if slot.replaces is not None and slot.replaces >= since:
            for _, interval in occurrences(slot.rule, own, own):
                booked = picked.taken.get((slot.id, own), 0)
                yield EditedDay(slot, slot.replaces, bool(booked) or interval.end <= picked.now)


def newest(weekly: Sequence[Slot]) -> Slot:
    """The slot that took over last, from its first day on: whichever it began with, the later edit speaks."""
    return max(weekly, key=lambda slot: slot.id)


def _owner(weekly: Sequence[Slot], day: date) -> Slot:
    """The slot that speaks for a day of the series: the last to have taken over."""
    return newest([slot for slot in weekly if slot.rule.first_day <= day])


def _says_nothing(slot: Slot, day: date) -> bool:
    """Whether a day of the slot was deleted: not one after its end, nor the only one of a slot that was emptied."""
    rule = slot.rule
    emptied = rule.last_day == rule.first_day and rule.first_day in rule.cancelled
    return day in rule.cancelled and not emptied and (rule.last_day is None or day <= rule.last_day)


def booked_days(picked: Picked, slot: Slot) -> frozenset[date]:
    """The days of a slot, from the first that a change touches on, on which a patient is oriented."""
    since = picked.since
    return frozenset(day for (own, day), count in picked.taken.items() if own == slot.id and day >= since and count)


def latest(weekly: Sequence[Slot], since: date) -> date:
    """The last day worth telling: every exception and every change of hands is before it."""
    days = [day for slot in weekly for day in (slot.rule.first_day, *slot.rule.cancelled)]
    ends = [slot.rule.last_day for slot in weekly if slot.rule.last_day]
    return max([since + TOLD, *days, *ends])
