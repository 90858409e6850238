"""Capacity is kept by the room that owns the slot: places are taken and freed here, inside the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.changes import Count
from sas.rooms.availability import queries
from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.availability.queries import stored
from sas.rooms.availability.queries.stored import AgendaRow
from sas.rooms.calendars import queries as calendars
from sas.rooms.journal import operations as journal
from sas.statements import run
from sas.timetable.capacity import Slot, hidden
from sas.timetable.interval import Interval, meets
from sas.timetable.modality import Modality

_TAKE = """
insert into availability_takenplaces as kept (slot_id, day, taken, capacity) values (%(slot)s, %(day)s, 1, %(capacity)s)
on conflict (slot_id, day) do update set taken = kept.taken + 1 where kept.taken < kept.capacity
returning taken
"""
_FREE = """
update availability_takenplaces set taken = taken - 1
where slot_id = %(slot)s and day = %(day)s and taken > 0 returning taken
"""


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """A place just taken: `taken` counts it, `capacity` is None for a créneau, `interval` is in UTC."""

    place_id: int
    slot_id: int
    day: date
    interval: Interval
    zone: str
    modalities: Modality
    taken: int
    capacity: int | None


def take_place(*, actor: Actor, slot_id: int, day: date, now: datetime) -> TakenPlace | TakeRefusal:
    """Take one place of the occurrence of that local day, or say why none can be (F-185, E33, E34).

    The agenda's row is held, so a deletion or an unavailability is either seen or waits; the guarded increment has
    the last word on the capacity. Raises RuntimeError outside a transaction: the place and the orientation that uses
    it stand or fall together.
    """
    _within_transaction()
    place_id = stored.place_holding(slot_id)
    if place_id is None:
        return TakeRefusal.GONE
    agenda = lock_agenda(place_id=place_id, now=now)
    (slot,) = stored.slots_by_id([slot_id])
    interval = queries.interval_on(slot, day)
    if interval is None:
        return TakeRefusal.GONE
    if refusal := _refusal(slot, interval=interval, agenda=agenda, now=now):
        return refusal
    if meets(interval, calendars.busy_times(actor=actor, place_ids=[place_id]).get(place_id, ())):
        return TakeRefusal.BUSY
    rows = run(_TAKE, {"slot": slot_id, "day": day, "capacity": slot.capacity})
    if not rows:
        return TakeRefusal.FULL
    taken = rows[0][0]
    _close(Count(place_id, slot_id, day, taken), actor=actor, verb="take_place", now=now)
    return TakenPlace(place_id, slot_id, day, interval, slot.rule.zone, slot.modalities, taken, slot.patients)


def free_place(*, actor: Actor, slot_id: int, day: date, now: datetime) -> None:
    """Give one place of the occurrence back. Raises RuntimeError outside a transaction, or when none was taken."""
    _within_transaction()
    place_id = stored.place_holding(slot_id)
    if place_id is None:
        raise RuntimeError(f"there is no slot {slot_id}")
    lock_agenda(place_id=place_id, now=now)
    rows = run(_FREE, {"slot": slot_id, "day": day})
    if not rows:
        raise RuntimeError(f"no place of slot {slot_id} is taken on {day}")
    _close(Count(place_id, slot_id, day, rows[0][0]), actor=actor, verb="free_place", now=now)


def _refusal(slot: Slot, *, interval: Interval, agenda: AgendaRow, now: datetime) -> TakeRefusal | None:
    if slot.until(interval) <= now:
        return TakeRefusal.EXPIRED
    periods = stored.periods(places=[agenda.place_id]).get(agenda.place_id, ())
    if hidden(interval, stored.unavailable_of(agenda, periods), now=now):
        return TakeRefusal.UNAVAILABLE
    return None


def _close(count: Count, *, actor: Actor, verb: str, now: datetime) -> None:
    trace = {"slot": count.slot_id, "day": count.day.isoformat()}
    journal.record(actor=actor, verb=verb, subject="place", subject_id=count.place_id, now=now, **trace)
    changes.count_changed(count, now=now)


def _within_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a place is taken or freed inside the transaction of the orientation")
