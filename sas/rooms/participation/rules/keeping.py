"""For which places somebody acts (sas-domain §2.5, §3)."""

from sas.actor import Actor
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation.rules.flags import PlaceFlags


def acts_for(*, actor: Actor, place: PlaceFacts, flags: PlaceFlags) -> bool:
    """His own places, and the open ones declared in a CPTS that he manages (F-108, ADR 22)."""
    return place.id in actor.places or (flags.cpts in actor.managed and not place.closed)
