"""What of several editors stands on one place, and what is told of its age."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sas.rooms.editors.rules.documents import KeptSlot


@dataclass(frozen=True, slots=True)
class Told:
    """One site as an editor last told it of a place, with what can still be given."""

    site_id: int
    editor_id: int
    phone: str
    by_phone: bool
    slots: tuple[KeptSlot, ...]


def chosen(told: Iterable[Told]) -> tuple[Told, ...]:
    """The sites of one editor, in order: the one that still offers something, then the first known to the platform.

    Two editors never stand on one card (sas-domain §1.7).
    """
    ordered = sorted(told, key=lambda one: (one.editor_id, one.site_id))
    if not ordered:
        return ()
    offering = [one.editor_id for one in ordered if one.slots]
    editor = (offering or [ordered[0].editor_id])[0]
    return tuple(one for one in ordered if one.editor_id == editor)


def together(sites: Sequence[Told]) -> tuple[KeptSlot, ...]:
    """Their slots by start; one that an editor tells twice stands once."""
    once = {slot.key: slot for one in sites for slot in one.slots}
    return tuple(sorted(once.values(), key=lambda slot: (slot.start, slot.key)))
