"""Which accounts are nobody's any more."""

from sas.actor import Actor
from sas.rooms.accounts.models import User


def closed_accounts(*, actor: Actor, user_ids: frozenset[int]) -> frozenset[int]:
    """Those of these accounts that were closed: of them, only the number is left."""
    closed = User.objects.filter(id__in=user_ids, closed_at__isnull=False)
    return frozenset(closed.values_list("id", flat=True))
