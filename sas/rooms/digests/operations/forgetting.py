"""A choice ends with the account."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.digests.models import DigestChoice


def forget_choices(*, actor: Actor, now: datetime) -> int:
    """Remove what people of accounts closed since chose; returns how many."""
    chosen = DigestChoice.objects.values_list("user_id", flat=True)
    closed = accounts.closed_accounts(actor=actor, user_ids=frozenset(chosen))
    return DigestChoice.objects.filter(user_id__in=closed).delete()[0]
