"""What is held on an account in this room. Nothing about a patient, as nothing is known."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.orientation.models import (
    Orientation,
    OrientationEvent,
    OrientationMember,
    OrientationNotice,
    OrientationRequest,
)


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The orientations that the actor made, the steps that are theirs, what they chose."""
    me = actor.user_id or 0
    made = Orientation.objects.filter(author=me).order_by("created_at", "id")
    yield held("orientations", made, "id", "created_at", "kind", "state", "place_id", "start", "end")
    yield held("orientation_steps", OrientationEvent.objects.filter(by=me), "orientation_id", "state", "at", "reason")
    named = OrientationMember.objects.filter(named_by=me)
    yield held("orientation_members", named, "orientation_id", "professional_id", "at")
    yield held("orientation_forms", OrientationRequest.objects.filter(author=me), "key", "at", "asked", "refusal")
    yield held("orientation_notices", OrientationNotice.objects.filter(user=me), "wanted", "changed_at")
