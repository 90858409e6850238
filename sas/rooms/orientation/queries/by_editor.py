"""An editor's slot before a patient is oriented on it by phone (issue 7)."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.editors import queries as editors
from sas.rooms.orientation.queries.facts import Proposal


def proposed_by_editor(*, actor: Actor, place_id: int, number: int, now: datetime) -> Proposal | None:
    """The slot as it stands at `now`, as that of an agenda; None where no editor gives slots, or books them itself."""
    slot = editors.editor_slot(actor=actor, place_id=place_id, number=number, now=now)
    if slot is None or slot.online:
        return None
    return Proposal(
        place_id=place_id,
        slot_id=number,
        day=slot.day or now.date(),
        zone=slot.zone,
        interval=slot.interval,
        modalities=slot.modalities,
        taken=0,
        capacity=None,
        refusal=TakeRefusal(slot.refusal.value) if slot.refusal else None,
        editor=slot.editor,
    )
