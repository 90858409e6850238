"""What the nights remove beside the orientations, which stay (docs/data-protection.md)."""

from datetime import datetime

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.orientation.models import OrientationNotice, OrientationRequest
from sas.rooms.orientation.rules import KEYS_KEPT


def forget_keys(*, actor: Actor, now: datetime) -> int:
    """Remove the keys of forms sent a month ago, whatever came of them; returns how many.

    A form that is sent again by then is about an hour that has gone by.
    """
    return OrientationRequest.objects.filter(at__lt=now - KEYS_KEPT).delete()[0]


def forget_notices(*, actor: Actor, now: datetime) -> int:
    """Remove what people of accounts closed since said of the mails they want; returns how many."""
    said = OrientationNotice.objects.values_list("user_id", flat=True)
    closed = accounts.closed_accounts(actor=actor, user_ids=frozenset(said))
    return OrientationNotice.objects.filter(user_id__in=closed).delete()[0]
