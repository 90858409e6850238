"""Adding availability to an agenda."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import queries, rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.availability.operations.closing import announce, close
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.directory import queries as directory
from sas.timetable.plans import NewSlot
from sas.timetable.recurrence import SlotDraft, plan


def publish(*, actor: Actor, place_id: int, draft: SlotDraft, now: datetime) -> tuple[int, ...]:
    """Add a créneau or a plage, repeated each week on the ticked days (F-062 to F-067); returns the ids of the slots.

    Hours are on the wall of the place, public holidays those of its département or collectivity. Raises Impossible
    with the first field at fault (F-076), Refused to whoever does not keep this agenda. No version is asked: what is
    added overwrites nothing.
    """
    with transaction.atomic(durable=True):
        place = queries.editable_place(actor=actor, place_id=place_id)
        for field, sentence in rules.publishing_problems(draft=draft, zone=place.time_zone, now=now).items():
            raise Impossible(sentence, field=field)
        agenda = lock_agenda(place_id=place_id, now=now)
        holidays = rules.days_off(rules.calendar_of(place.departement_code))
        planned = plan(draft, zone=place.time_zone, holidays=holidays)
        created = [NewSlot(rule, draft.patients, draft.modalities) for rule in planned]
        slots = add_slots(created, actor=actor, place_id=place_id, now=now)
        after = [rules.slot_fact(slot) for slot in created]
        close(actor=actor, agenda=agenda, kind=ChangeKind.PUBLISH_SLOT, before=[], after=after, now=now, slots=slots)
        announce([agenda], now=now)
    return slots


def add_slots(created: Sequence[NewSlot], *, actor: Actor, place_id: int, now: datetime) -> tuple[int, ...]:
    """Write the slots of a plan, in the caller's transaction; returns their ids."""
    if not created:
        return ()
    place = directory.places(actor=actor, place_ids=[place_id])[place_id]
    calendar = rules.calendar_of(place.departement_code)
    rows = AgendaSlot.objects.bulk_create(
        AgendaSlot(
            place_id=place_id,
            first_day=new.rule.first_day,
            last_day=new.rule.last_day,
            weekly=new.rule.weekly,
            start=new.rule.start,
            end=new.rule.end,
            zone=new.rule.zone,
            patients=new.patients,
            modalities=int(new.modalities),
            cancelled=sorted(new.rule.cancelled),
            created_at=now,
            series=new.series,
            replaces=new.replaces,
            holidays=calendar if new.rule.suspended else "",
        )
        for new in created
    )
    return tuple(row.id for row in rows)
