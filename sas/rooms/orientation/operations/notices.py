"""Everybody's choice to be written about orientations, or not."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import rules
from sas.rooms.orientation.models import OrientationNotice


def choose_notice(*, actor: Actor, wanted: bool, now: datetime) -> None:
    """Keep whether the actor wants a mail at each orientation received or cancelled.

    Raises Refused to those whom these mails are not sent to.
    """
    if refusal := rules.may_choose_notice(actor):
        raise refusal
    assert actor.user_id is not None  # the rule saw to it
    with transaction.atomic(durable=True):
        OrientationNotice.objects.update_or_create(
            user_id=actor.user_id, defaults={"wanted": wanted, "changed_at": now}
        )
        verb = "want_orientation_mails" if wanted else "refuse_orientation_mails"
        journal.record(actor=actor, verb=verb, subject="user", subject_id=actor.user_id, now=now)
