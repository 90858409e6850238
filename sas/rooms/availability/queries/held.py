"""What is held on an account in this room; the agendas are read and changed on their pages."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.availability.models import AgendaChange


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The changes that the actor made, of whatever agenda."""
    yield held(
        "agenda_changes", AgendaChange.objects.filter(user_id=actor.user_id or 0), "at", "kind", "place_id", "version"
    )
