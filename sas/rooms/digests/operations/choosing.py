"""Everybody's choice to be told, or not."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.rooms.digests import rules
from sas.rooms.digests.enums import Period
from sas.rooms.digests.models import DigestChoice
from sas.rooms.journal import operations as journal


def choose(*, actor: Actor, period: Period, now: datetime) -> None:
    """Keep how often the actor is told. Raises Refused to those who cannot be."""
    if refusal := rules.may_choose(actor):
        raise refusal
    assert actor.user_id is not None  # a reader is somebody
    with transaction.atomic(durable=True):
        DigestChoice.objects.update_or_create(user_id=actor.user_id, defaults={"period": period, "changed_at": now})
        journal.record(
            actor=actor, verb="choose_digest", subject="user", subject_id=actor.user_id, now=now, period=period.value
        )
