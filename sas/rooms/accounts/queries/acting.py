"""Who an account is at this moment, for what the platform does later on behalf of somebody."""

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import User

_NOT_PLATFORM = "La plateforme seule agit pour quelqu'un."


def acting_as(*, actor: Actor, user_id: int) -> Actor:
    """The account with the rights of this moment, NOBODY once it may not enter; places are left out.

    A right withdrawn since somebody asked for something gives nothing. Raises Refused to anybody but the platform.
    """
    if not actor.is_platform:
        raise Refused(_NOT_PLATFORM)
    user = User.objects.filter(id=user_id, is_active=True, closed_at__isnull=True).first()
    if user is None or not user.roles:
        return Actor.NOBODY
    roles = frozenset(Role(role) for role in user.roles)
    territories = frozenset(user.territories.values_list("id", flat=True))
    managed: frozenset[int] = frozenset()
    if Role.GESTIONNAIRE_STRUCTURE in roles:
        managed = frozenset(user.structures.values_list("id", flat=True))
    return Actor(user.id, roles, structures=managed, managed=managed, territories=territories)
