"""Copying a day or a week: the same hours on other days, as dated slots only."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sas.timetable.capacity import Slot
from sas.timetable.plans import Fate, Plan, PlannedOccurrence, Terms, dated, terms_on
from sas.timetable.recurrence import instant, occurrences


def plan_copy(slots: Sequence[Slot], *, days: Sequence[tuple[date, date]], zone: str, now: datetime) -> Plan:
    """What takes place on the first of each pair of days takes place on the second too, at the same hours.

    What the second day already says is not said twice (KEPT), what would have begun is left out (PAST), and so is what
    the clocks skip that night (NO_SUCH_HOUR).
    """
    said = {target: set(_terms(slots, target)) for _, target in days}
    copied: list[PlannedOccurrence] = []
    for source, target in days:
        for terms in sorted(set(_terms(slots, source)), key=_by_hours):
            wanted = Terms(target, terms.start, terms.end, terms.patients, terms.modalities)
            fate = Fate.KEPT if wanted in said[target] else _fate(wanted, zone=zone, now=now)
            said[target].add(wanted)
            copied.append(PlannedOccurrence(target, fate, wanted if fate is Fate.KEPT else None, wanted))
    ordered = sorted(copied, key=lambda one: one.day)
    created = tuple(dated(one.after, zone=zone) for one in ordered if one.fate is Fate.ADDED and one.after)
    return Plan(max(target for _, target in days), tuple(ordered), created=created)


def _terms(slots: Sequence[Slot], day: date) -> Iterator[Terms]:
    return (terms_on(slot, day) for slot in slots for _ in occurrences(slot.rule, day, day))


def _by_hours(terms: Terms) -> tuple[object, ...]:
    return terms.start, terms.end, terms.patients or 0, int(terms.modalities)


def _fate(wanted: Terms, *, zone: str, now: datetime) -> Fate:
    begins, ends = instant(wanted.day, wanted.start, zone), instant(wanted.day, wanted.end, zone)
    if begins >= ends:
        return Fate.NO_SUCH_HOUR
    return Fate.PAST if begins <= now else Fate.ADDED
