"""What somebody asked to be told."""

from collections.abc import Iterator

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.digests import rules
from sas.rooms.digests.enums import Period
from sas.rooms.digests.models import DigestChoice


def chosen(*, actor: Actor) -> Period:
    """How often the actor is told. Raises Refused to those who cannot be."""
    if refusal := rules.may_choose(actor):
        raise refusal
    assert actor.user_id is not None  # a reader is somebody
    row = DigestChoice.objects.filter(user_id=actor.user_id).first()
    return Period(row.period) if row else Period.NONE


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """What the actor chose."""
    yield held("digests", DigestChoice.objects.filter(user=actor.user_id or 0), "period", "changed_at")
