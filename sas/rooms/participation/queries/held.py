"""What is held on an account, and on the professional that it is, in this room."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings

_SAID = (
    "via",
    "structure_id",
    "cpts_places",
    "has_software",
    "editors",
    "hours_pledged",
    "editor_slots_refused",
    "reorientation_package",
    "updated_at",
)


def held_on_oneself(*, actor: Actor, professional_id: int) -> Iterator[Held]:
    """The settings of the professional, and the changes that the actor made, of whomever's settings."""
    own = ProfessionalSettings.objects.filter(professional_id=professional_id)
    yield held("participation", own, *_SAID)
    changes = ParticipationChange.objects.filter(user_id=actor.user_id or 0)
    yield held("participation_changes", changes, "at", "professional_id", "structure_id", "before", "after")
