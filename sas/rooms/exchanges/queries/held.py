"""What is held on an account in this room."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.exchanges.models import EditorAccount

_TOLD = ("editor_id", "state", "known_as", "perhaps_as", "content", "changed_at", "told_at")


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """What editors know of the actor as a regulator, or are still to be told."""
    yield held("editor_accounts", EditorAccount.objects.filter(user_id=actor.user_id or 0), *_TOLD)
