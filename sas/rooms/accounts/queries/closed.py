"""Which accounts are nobody's any more, and for whom nobody acts any more."""

from sas.actor import Actor
from sas.rooms.accounts.models import Delegation, User


def closed_accounts(*, actor: Actor, user_ids: frozenset[int]) -> frozenset[int]:
    """Those of these accounts that were closed: of them, only the number is left."""
    closed = User.objects.filter(id__in=user_ids, closed_at__isnull=False)
    return frozenset(closed.values_list("id", flat=True))


def acted_for(*, actor: Actor, professional_ids: frozenset[int]) -> frozenset[int]:
    """Those of these professionals for whom an account acts: their own, even deactivated, or a délégataire's."""
    own = User.objects.filter(professional_id__in=professional_ids).values_list("professional_id", flat=True)
    delegated = Delegation.objects.filter(professional_id__in=professional_ids)
    return frozenset(one for one in own.union(delegated.values_list("professional_id", flat=True)) if one)
