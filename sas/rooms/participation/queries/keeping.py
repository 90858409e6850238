"""For which of some places the actor acts: asked here by every room that keeps something of a place (ADR 22)."""

from collections.abc import Collection

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.participation.queries.flags import flags_of_places
from sas.rooms.participation.rules import acts_for


def acted_for(*, actor: Actor, place_ids: Collection[int]) -> frozenset[int]:
    """Those of these places; one's own ask the database nothing, those declared in a CPTS three questions at most."""
    own = actor.places.intersection(place_ids)
    others = frozenset(place_ids) - own
    if not others or not actor.managed:
        return own
    places = directory.places(actor=actor, place_ids=others).values()
    flags = flags_of_places(actor=actor, places=places)
    return own | {place.id for place in places if acts_for(actor=actor, place=place, flags=flags[place.id])}


def acts_for_all(*, actor: Actor, place_ids: Collection[int]) -> bool:
    """Whether the actor acts for every one of these places."""
    return acted_for(actor=actor, place_ids=place_ids) >= frozenset(place_ids)
