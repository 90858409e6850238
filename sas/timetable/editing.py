"""Editing and deleting: one occurrence, or a series from a date on, around its exceptions (F-068 to F-070, C26)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sas.timetable.capacity import Slot
from sas.timetable.plans import (
    ExceptionFate,
    ExceptionKind,
    Fate,
    NewSlot,
    Plan,
    PlannedException,
    PlannedOccurrence,
    SeriesTerms,
    Terms,
    carried_out,
    dated,
    terms_on,
    told,
    without,
)
from sas.timetable.recurrence import SlotRule
from sas.timetable.series import TOLD, EditedDay, Exceptions, Picked, booked_days, latest, newest

_DAY = timedelta(days=1)


def plan_edit(picked: Picked, terms: Terms) -> Plan:
    """This occurrence only: what it said is cancelled, a dated slot says the terms instead."""
    slot, before = picked.slot, terms_on(picked.slot, picked.day)
    named = slot.replaces or picked.day
    if terms == before:
        return Plan(picked.day, (PlannedOccurrence(named, Fate.KEPT, before, before, picked.booked),))
    in_series = picked.repeated
    new = dated(
        terms,
        zone=slot.rule.zone,
        series=(slot.series or slot.id) if in_series else None,
        replaces=named if in_series else None,
    )
    changed = PlannedOccurrence(named, Fate.CHANGED, before, terms, picked.booked)
    return Plan(max(named, terms.day), (changed,), (), (without(slot, frozenset({picked.day})),), (new,))


def plan_deletion(picked: Picked) -> Plan:
    """This occurrence only."""
    removed = PlannedOccurrence(
        picked.slot.replaces or picked.day, Fate.REMOVED, terms_on(picked.slot, picked.day), None, picked.booked
    )
    return Plan(picked.day, (removed,), (), (without(picked.slot, frozenset({picked.day})),))


def plan_series_deletion(picked: Picked) -> Plan:
    """The series from that day on, occurrences edited alone included; what has a patient stands (F-073)."""
    if not picked.repeated:
        return plan_deletion(picked)
    found = Exceptions.of(picked)
    edited = [one.told(ExceptionFate.KEPT if one.stands else ExceptionFate.REMOVED) for one in found.edited]
    gone = [one.slot for one in found.edited if not one.stands]
    rewritten = (*_ended(picked), *(without(slot, frozenset({slot.rule.first_day})) for slot in gone))
    plan = _plan(picked, exceptions=[*found.locked, *edited], rewritten=rewritten, created=())
    return plan if _removes(picked, plan) else replace(plan, rewritten=())


def _removes(picked: Picked, plan: Plan) -> bool:
    """Whether something that takes place no longer does: an end may come sooner where nothing was left."""
    weekly = [slot for slot in picked.series if slot.rule.weekly]
    if any(slot.rule.last_day is None for slot in weekly):
        return True
    days = picked.since, latest(weekly, picked.since)
    return set(told(picked.series, days)) != set(told(carried_out(picked.series, plan), days))


def plan_series_edit(picked: Picked, terms: SeriesTerms, *, holidays: frozenset[date]) -> Plan:
    """The series from that day on; what has a patient, and what was deleted or edited alone, stays where it can.

    `holidays` are those of the place. The picked occurrence is one of a series, and `terms` end on `from_day` at the
    earliest.
    """
    found, first = Exceptions.of(picked), picked.from_day
    suspended = holidays if terms.holidays_off else frozenset()
    edited = [(one, _edited_fate(one, terms, suspended)) for one in found.edited]
    deleted = [PlannedException(day, ExceptionKind.DELETED, _within(day, terms), None) for day in found.deleted]
    gone = [one.slot for one, fate in edited if fate is not ExceptionFate.KEPT]
    standing = {one.day for one in (*found.locked, *deleted) if one.fate is ExceptionFate.KEPT}
    standing |= {one.day for one, fate in edited if fate is ExceptionFate.KEPT}
    hours = (terms.start, terms.end, picked.slot.rule.zone)
    spared = frozenset(day for day in standing if day >= first and _within(day, terms) is ExceptionFate.KEPT)
    rule = SlotRule(first, terms.last_day, True, *hours, spared, suspended)
    key = picked.slot.series or picked.slot.id
    plan = _plan(
        picked,
        exceptions=[*found.locked, *deleted, *(one.told(fate) for one, fate in edited)],
        rewritten=(*_ended(picked), *(without(slot, frozenset({slot.rule.first_day})) for slot in gone)),
        created=(NewSlot(rule, terms.patients, terms.modalities, key),),
    )
    return replace(plan, rewritten=(), created=()) if _alike(picked, plan, rule) else plan


def _edited_fate(one: EditedDay, terms: SeriesTerms, suspended: frozenset[date]) -> ExceptionFate:
    if one.stands:
        return ExceptionFate.KEPT
    if _within(one.day, terms) is not ExceptionFate.KEPT:
        return ExceptionFate.BEYOND_END
    same = terms_on(one.slot, one.slot.rule.first_day) == terms.on(one.day) and one.day not in suspended
    return ExceptionFate.ALIKE if same else ExceptionFate.KEPT


def _within(day: date, terms: SeriesTerms) -> ExceptionFate:
    return ExceptionFate.KEPT if terms.last_day is None or day <= terms.last_day else ExceptionFate.BEYOND_END


def _ended(picked: Picked) -> Iterator[Slot]:
    """Its weekly slots once they stop: nothing is left of them from the day on but what has a patient."""
    since = picked.since
    for slot in picked.series:
        rule, keep = slot.rule, booked_days(picked, slot)
        if not rule.weekly or (rule.last_day is not None and rule.last_day < since):
            continue
        last = max(*keep, since - _DAY, rule.first_day)
        days = (date.fromordinal(n) for n in range(rule.first_day.toordinal(), last.toordinal() + 1, 7))
        gone = frozenset(day for day in days if day >= since and day not in keep)
        ended = replace(slot, rule=replace(rule, last_day=last, cancelled=rule.cancelled | gone))
        if ended != slot:
            yield ended


def _plan(
    picked: Picked,
    *,
    exceptions: Sequence[PlannedException],
    rewritten: tuple[Slot, ...],
    created: tuple[NewSlot, ...],
) -> Plan:
    since, series = picked.since, picked.series
    last = max([since + TOLD, *(one.day for one in exceptions), *(slot.rule.first_day for slot in series)])
    plan = Plan(last, (), tuple(sorted(exceptions, key=lambda one: one.day)), rewritten, created)
    return replace(plan, occurrences=tuple(_fates(picked, carried_out(series, plan), since, last)))


def _fates(picked: Picked, after: Sequence[Slot], since: date, last: date) -> Iterator[PlannedOccurrence]:
    """Told by comparing what takes place before and after, so that a plan cannot say otherwise than it does."""
    old = {day: (slot_id, terms) for day, slot_id, terms in told(picked.series, (since, last))}
    new = {day: terms for day, _, terms in told(after, (since, last))}
    for day in sorted(old.keys() | new.keys()):
        slot_id, before = old.get(day, (0, None))
        booked = picked.taken.get((slot_id, before.day), 0) if before else 0
        yield PlannedOccurrence(day, _fate(before, new.get(day), booked), before, new.get(day), booked)


def _fate(before: Terms | None, after: Terms | None, booked: int) -> Fate:
    if before == after:
        return Fate.LOCKED if booked else Fate.KEPT
    if before is None:
        return Fate.ADDED
    return Fate.REMOVED if after is None else Fate.CHANGED


def _alike(picked: Picked, plan: Plan, rule: SlotRule) -> bool:
    """Whether the series goes on as it was, beyond what is told too."""
    if plan.of(Fate.CHANGED, Fate.REMOVED, Fate.ADDED) or any(
        one.fate is not ExceptionFate.KEPT for one in plan.exceptions
    ):
        return False
    last = newest([slot for slot in picked.series if slot.rule.weekly])
    old, new = last.rule, plan.created[0]
    hours = (old.start, old.end, last.patients, last.modalities) == (
        rule.start,
        rule.end,
        new.patients,
        new.modalities,
    )
    return hours and (old.last_day, old.suspended) == (rule.last_day, rule.suspended)
