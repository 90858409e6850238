"""Whether an agenda opens to somebody, and what they can do when it does not (sas-domain §2.5)."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.availability import rules
from sas.rooms.availability.enums import Remedy
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation

_UNKNOWN_PLACE = "Ce lieu d'exercice n'existe pas ou n'est plus dans l'annuaire."


@dataclass(frozen=True, slots=True)
class Access:
    """`reason` is the sentence of a closed agenda, "" when it is open; `remedy` what opens it."""

    place: PlaceFacts
    reason: str
    remedy: Remedy

    @property
    def open(self) -> bool:
        """Whether the agenda can be kept."""
        return not self.reason


def access_to(*, actor: Actor, place_id: int) -> Access:
    """How an agenda stands for the actor: an explanation, not a dead end. Raises Refused when it is not theirs."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Refused(_UNKNOWN_PLACE)
    flags = participation.flags_of_places(actor=actor, places=[place])[place_id]
    if refused := rules.may_read(actor=actor, place=place, flags=flags):
        raise refused
    refused = rules.may_edit(actor=actor, place=place, flags=flags)
    return Access(place, refused.reason if refused else "", rules.remedy(actor=actor, place=place, flags=flags))
