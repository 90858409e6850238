"""A place on an editor's slot: taken by an orientation, given back by what becomes of it (issue 7)."""

from datetime import datetime

from django.db import connection

from sas import changes
from sas.actor import Actor
from sas.rooms.editors import queries
from sas.rooms.editors.enums import SlotRefusal
from sas.rooms.editors.models import EditorTaken
from sas.rooms.editors.queries import EditorSlot

_TAKE = """
insert into editors_editortaken (place_id, number, start) values (%s, %s, %s) on conflict (place_id, number) do nothing
"""


def take_slot(*, actor: Actor, place_id: int, number: int, now: datetime) -> EditorSlot | SlotRefusal:
    """Take the slot in the caller's transaction, or tell why not; of two at once the database lets one through.

    Raises RuntimeError outside a transaction.
    """
    _inside_a_transaction()
    slot = queries.editor_slot(actor=actor, place_id=place_id, number=number, now=now)
    if slot is None or slot.interval is None or slot.online:
        return slot.refusal if slot and slot.refusal else SlotRefusal.GONE
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [place_id, number, slot.interval.start])
        if not cursor.rowcount:
            return SlotRefusal.FULL
    changes.place_changed([place_id], now=now)
    return slot


def free_slot(*, actor: Actor, place_id: int, number: int, now: datetime) -> None:
    """Give the slot back, in the caller's transaction: it is shown again if its editor still tells it."""
    _inside_a_transaction()
    EditorTaken.objects.filter(place_id=place_id, number=number).delete()
    changes.place_changed([place_id], now=now)


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("taking and freeing belong to the caller's transaction")
