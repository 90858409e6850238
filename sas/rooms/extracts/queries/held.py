"""What is held on an account in this room: what it asked for, and no line of any file."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.extracts.models import Extract


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The extracts that the actor asked for."""
    asked = Extract.objects.filter(author=actor.user_id or 0).order_by("asked_at", "id")
    yield held("extracts", asked, "asked_at", "dataset", "file_format", "scope", "territory_id", "state", "ended_at")
