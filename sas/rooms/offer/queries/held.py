"""What is held on an account in this room."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.offer.models import KeptSearch, Rebuild


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The searches of the last half hour, of which only a digest is kept, and the rebuilds that the actor asked for."""
    yield held("searches", KeptSearch.objects.filter(account_id=actor.user_id or 0), "kept_at")
    yield held("rebuilds", Rebuild.objects.filter(asked_by_id=actor.user_id or 0), "started_at", "state", "ended_at")
