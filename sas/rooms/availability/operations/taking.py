"""Capacity is kept by the room that owns the slot: places are taken and freed here, inside the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from sas import changes
from sas.actor import Actor
from sas.changes import Count
from sas.rooms.availability import queries
from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.availability.models import Agenda, AgendaSlot, UnavailabilityPeriod
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.calendars import queries as calendars
from sas.rooms.journal import operations as journal
from sas.timetable.capacity import Slot, hidden
from sas.timetable.interval import Interval, meets
from sas.timetable.modality import Modality

_TAKE = """
insert into availability_takenplaces as kept (slot_id, day, taken, capacity) values (%s, %s, 1, %s)
on conflict (slot_id, day) do update set taken = kept.taken + 1 where kept.taken < kept.capacity
returning taken
"""
_FREE = """
update availability_takenplaces set taken = taken - 1 where slot_id = %s and day = %s and taken > 0 returning taken
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
    place_id = AgendaSlot.objects.filter(id=slot_id).values_list("place_id", flat=True).first()
    if place_id is None:
        return TakeRefusal.GONE
    agenda = lock_agenda(place_id=place_id, now=now)
    slot = queries.slot_of(AgendaSlot.objects.get(id=slot_id))
    interval = queries.interval_on(slot, day)
    if interval is None:
        return TakeRefusal.GONE
    if refusal := _refusal(slot, interval=interval, agenda=agenda, now=now):
        return refusal
    if meets(interval, calendars.busy_times(actor=actor, place_ids=[place_id]).get(place_id, ())):
        return TakeRefusal.BUSY
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [slot_id, day, slot.capacity])
        row = cursor.fetchone()
    if row is None:
        return TakeRefusal.FULL
    _close(Count(place_id, slot_id, day, row[0]), actor=actor, verb="take_place", now=now)
    return TakenPlace(place_id, slot_id, day, interval, slot.rule.zone, slot.modalities, row[0], slot.patients)


def free_place(*, actor: Actor, slot_id: int, day: date, now: datetime) -> None:
    """Give one place of the occurrence back. Raises RuntimeError outside a transaction, or when none was taken."""
    _within_transaction()
    place_id = AgendaSlot.objects.values_list("place_id", flat=True).get(id=slot_id)
    lock_agenda(place_id=place_id, now=now)
    with connection.cursor() as cursor:
        cursor.execute(_FREE, [slot_id, day])
        row = cursor.fetchone()
    if row is None:
        raise RuntimeError(f"no place of slot {slot_id} is taken on {day}")
    _close(Count(place_id, slot_id, day, row[0]), actor=actor, verb="free_place", now=now)


def _refusal(slot: Slot, *, interval: Interval, agenda: Agenda, now: datetime) -> TakeRefusal | None:
    if slot.until(interval) <= now:
        return TakeRefusal.EXPIRED
    periods = UnavailabilityPeriod.objects.filter(place_id=agenda.place_id)
    if hidden(interval, queries.unavailable_of(agenda, periods), now=now):
        return TakeRefusal.UNAVAILABLE
    return None


def _close(count: Count, *, actor: Actor, verb: str, now: datetime) -> None:
    trace = {"slot": count.slot_id, "day": count.day.isoformat()}
    journal.record(actor=actor, verb=verb, subject="place", subject_id=count.place_id, now=now, **trace)
    changes.count_changed(count, now=now)


def _within_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a place is taken or freed inside the transaction of the orientation")
