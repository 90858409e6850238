"""What the trail holds on an account."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.journal.models import AuditEntry


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The acts of the actor, and those of others on the account: when and what, not whose."""
    entries = AuditEntry.objects.order_by("at", "id")
    yield held("acts", entries.filter(user_id=actor.user_id or 0), "at", "verb", "subject", "subject_id", "details")
    others = entries.filter(subject="user", subject_id=str(actor.user_id or 0)).exclude(user_id=actor.user_id or 0)
    yield held("acts_of_others", others, "at", "verb", "details")
