"""One slot of an editor, by the number that names it among openings."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.editors.enums import Known, SlotRefusal
from sas.rooms.editors.queries.offers import EditorOffer, offers, taken_of
from sas.rooms.editors.rules import KeptSlot, number_of
from sas.rooms.participation import queries as participation
from sas.timetable.interval import Interval
from sas.timetable.modality import Modality


@dataclass(frozen=True, slots=True)
class EditorSlot:
    """What a regulator is about to give. `interval` in UTC, None when it is gone; `day` local at the place.

    `online`: its editor books it end to end, and tells us: nothing is recorded here by hand.
    """

    place_id: int
    number: int
    zone: str
    editor_id: int
    editor: str
    online: bool
    interval: Interval | None
    day: date | None
    modalities: Modality
    refusal: SlotRefusal | None


def editor_slot(*, actor: Actor, place_id: int, number: int, now: datetime) -> EditorSlot | None:
    """None for a place to which no editor gives slots. A slot on which somebody was oriented is full."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None or place.closed:
        return None
    flags = participation.flags_of_places(actor=actor, places=[place])[place_id]
    whose = {place_id: place.professional_id}
    offer = offers(actor=actor, allowed={place_id: flags.editors}, professionals=whose, now=now).get(place_id)
    if offer is None or offer.known is not Known.READ:
        return None
    taken = number in taken_of([place_id]).get(place_id, ())
    slot = next((one for one in offer.slots if number_of(editor_id=offer.editor_id, key=one.key) == number), None)
    return _slot(place, offer, slot, number=number, taken=taken)


def _slot(place: PlaceFacts, offer: EditorOffer, slot: KeptSlot | None, *, number: int, taken: bool) -> EditorSlot:
    missing = SlotRefusal.FULL if taken else SlotRefusal.GONE
    return EditorSlot(
        place_id=place.id,
        number=number,
        zone=place.time_zone,
        editor_id=offer.editor_id,
        editor=offer.editor,
        online=bool(slot and slot.bookable and slot.url) and not offer.by_phone,
        interval=Interval(slot.start, slot.end) if slot else None,
        day=slot.start.astimezone(ZoneInfo(place.time_zone)).date() if slot else None,
        modalities=slot.modalities if slot else Modality(0),
        refusal=None if slot else missing,
    )
