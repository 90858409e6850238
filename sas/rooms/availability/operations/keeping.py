"""Keeping one's agenda: publish, delete, declare unavailable, inform the regulator."""

from datetime import date, datetime, timedelta

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import queries, rules
from sas.rooms.availability.models import Agenda, AgendaSlot
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.journal import operations as journal
from sas.timetable.capacity import Slot
from sas.timetable.recurrence import SlotDraft, plan

_ONE_DAY = timedelta(days=1)
_NO_SUCH_SLOT = "Cette disponibilité n'est pas dans l'agenda de ce lieu d'exercice."


def publish(*, actor: Actor, place_id: int, draft: SlotDraft, now: datetime) -> tuple[int, ...]:
    """Add a créneau or a plage, repeated each week on the ticked days (F-062 to F-067); returns the ids of the slots.

    Hours are on the wall of the place. Raises Impossible with the first field at fault (F-076), Refused to whoever
    does not keep this agenda.
    """
    with transaction.atomic(durable=True):
        place = queries.editable_place(actor=actor, place_id=place_id)
        if found := rules.publishing_problems(draft=draft, zone=place.time_zone, now=now):
            field, sentence = next(iter(found.items()))
            raise Impossible(sentence, field=field)
        lock_agenda(place_id=place_id, now=now)
        rows = AgendaSlot.objects.bulk_create(
            AgendaSlot(
                place_id=place_id,
                first_day=rule.first_day,
                last_day=rule.last_day,
                weekly=rule.weekly,
                start=rule.start,
                end=rule.end,
                zone=rule.zone,
                patients=draft.patients,
                modalities=int(draft.modalities),
                created_at=now,
            )
            for rule in plan(draft, zone=place.time_zone)
        )
        slots = tuple(row.id for row in rows)
        _close(actor=actor, verb="publish_slot", place_id=place_id, now=now, slots=slots)
    return slots


def delete_occurrence(*, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime) -> None:
    """Delete one occurrence (F-070). Raises Impossible when it is gone, past, or has a patient (F-073, E35)."""
    with transaction.atomic(durable=True):
        slot = _locked_slot(actor=actor, place_id=place_id, slot_id=slot_id, now=now)
        taken = queries.booked_from(actor=actor, slot_id=slot_id, day=day).get(day, 0)
        interval = queries.interval_on(slot, day)
        if refused := rules.cannot_delete_occurrence(occurrence=interval, taken=taken, now=now):
            raise refused
        _cancel(slot, day)
        _close(actor=actor, verb="delete_occurrence", place_id=place_id, now=now, slots=[slot_id], day=day.isoformat())


def delete_series_from(*, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime) -> None:
    """End a weekly slot from that occurrence on (F-070); a dated slot goes altogether.

    Raises Impossible when the occurrence is gone or past, or when it or a later one has a patient (E35). The row
    stays, without any occurrence left to come: past orientations refer to it.
    """
    with transaction.atomic(durable=True):
        slot = _locked_slot(actor=actor, place_id=place_id, slot_id=slot_id, now=now)
        booked, interval = queries.booked_from(actor=actor, slot_id=slot_id, day=day), queries.interval_on(slot, day)
        if refused := rules.cannot_end_series(slot=slot, day=day, occurrence=interval, booked=booked, now=now):
            raise refused
        if day > slot.rule.first_day:
            AgendaSlot.objects.filter(id=slot_id).update(last_day=day - _ONE_DAY)
        else:
            AgendaSlot.objects.filter(id=slot_id).update(last_day=slot.rule.first_day)
            _cancel(slot, day)
        _close(actor=actor, verb="delete_series", place_id=place_id, now=now, slots=[slot_id], day=day.isoformat())


def set_unavailable(*, actor: Actor, place_id: int, unavailable: bool, now: datetime) -> None:
    """Hide the whole agenda from `now` for an indefinite time, or show it again (F-080, F-082).

    Saying it again changes nothing: the unavailability keeps its first instant.
    """
    with transaction.atomic(durable=True):
        queries.editable_place(actor=actor, place_id=place_id)
        agenda = lock_agenda(place_id=place_id, now=now)
        if unavailable != (agenda.unavailable_since is not None):
            since = now if unavailable else None
            Agenda.objects.filter(place_id=place_id).update(unavailable_since=since)
            _close(actor=actor, verb="set_unavailable" if unavailable else "set_available", place_id=place_id, now=now)


def save_additional_info(*, actor: Actor, place_id: int, text: str, now: datetime) -> None:
    """Keep the plain text shown to regulators on the card (F-085). Raises Impossible above 1000 characters."""
    kept = "".join(c for c in "\n".join(text.splitlines()).strip() if c == "\n" or c.isprintable())
    if len(kept) > rules.INFO_LENGTH:
        raise Impossible(
            f"Les informations complémentaires comptent {len(kept)} caractères : {rules.INFO_LENGTH} au maximum.",
            field="text",
        )
    with transaction.atomic(durable=True):
        queries.editable_place(actor=actor, place_id=place_id)
        lock_agenda(place_id=place_id, now=now)
        Agenda.objects.filter(place_id=place_id).update(additional_info=kept)
        _close(actor=actor, verb="save_additional_info", place_id=place_id, now=now, length=len(kept))


def _locked_slot(*, actor: Actor, place_id: int, slot_id: int, now: datetime) -> Slot:
    queries.editable_place(actor=actor, place_id=place_id)
    lock_agenda(place_id=place_id, now=now)
    row = AgendaSlot.objects.filter(id=slot_id, place_id=place_id).first()
    if row is None:
        raise Impossible(_NO_SUCH_SLOT)
    return queries.slot_of(row)


def _cancel(slot: Slot, day: date) -> None:
    AgendaSlot.objects.filter(id=slot.id).update(cancelled=sorted(slot.rule.cancelled | {day}))


def _close(*, actor: Actor, verb: str, place_id: int, now: datetime, **details: object) -> None:
    """What every change by people ends with: the date of last update, the trace, the announcement."""
    Agenda.objects.filter(place_id=place_id).update(updated_at=now)
    journal.record(actor=actor, verb=verb, subject="place", subject_id=place_id, now=now, **details)
    changes.place_changed([place_id], now=now)
