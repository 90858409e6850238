"""What is held on an account in this room."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.assistance.models import AssistanceAnswer, AssistanceFile, AssistanceRequest

_ASKED = (
    "id",
    "created_at",
    "topic",
    "state",
    "role",
    "family_name",
    "given_name",
    "phone",
    "email",
    "message",
    "page",
    "structure_name",
    "structure_number",
    "answered_at",
    "closed_at",
)


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """What the actor asked, with the answers and the files joined; what the actor took and answered."""
    me, answers = actor.user_id or 0, AssistanceAnswer.objects
    yield held("assistance_requests", AssistanceRequest.objects.filter(sender=me), *_ASKED)
    yield held("assistance_answers", answers.filter(request__sender=me), "request_id", "at", "text")
    files = AssistanceFile.objects.filter(request__sender=me)
    yield held("assistance_files", files, "request_id", "name", "kind", "size", "content", at_once=1)
    yield held("assistance_taken", AssistanceRequest.objects.filter(taken_by=me), "id", "topic", "state")
    yield held("assistance_written", answers.filter(author=me), "request_id", "at", "text")
