"""To whom a patient is sent en sus: whoever keeps the place, or the CPTS through which he takes part (F-183)."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.directory.rules import spoken
from sas.rooms.participation import queries as participation


@dataclass(frozen=True, slots=True)
class RecipientEnSus:
    """The place that stands in the orientation. `through`: name of the CPTS it is, empty for the place asked for.

    `phones`: those of the CPTS.
    """

    place: PlaceFacts
    through: str = ""
    phones: tuple[str, ...] = ()


def recipient_en_sus(*, actor: Actor, place: PlaceFacts) -> RecipientEnSus | None:
    """None when the place does not receive en sus; what a page announces and the operation records.

    A declared place gives way to the CPTS's own address, where its manager reads what it received; should the
    directory have none any more, the place keeps its orientation.
    """
    flags = participation.flags_of_places(actor=actor, places=[place])[place.id]
    if not flags.overbooking:
        return None
    asked = [flags.cpts] if flags.cpts else []
    house = directory.house_contacts(actor=actor, structure_ids=asked).get(flags.cpts or 0)
    if house is None or house.place_id is None:
        return RecipientEnSus(place)
    own = directory.places(actor=actor, place_ids=[house.place_id])[house.place_id]
    return RecipientEnSus(own, house.name, tuple(spoken(phone) for phone in house.phones))
