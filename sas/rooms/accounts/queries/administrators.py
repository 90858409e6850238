"""Whom the platform writes to about itself."""

from dataclasses import dataclass

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import User

_ROLES = [Role.ADMINISTRATEUR.value, Role.ADMINISTRATEUR_NATIONAL.value]


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody to write to."""

    user_id: int
    email: str


def administrators(*, actor: Actor) -> tuple[Administrator, ...]:
    """The national and technical administrators whose account is open, by id. Raises Refused but for the platform."""
    if not actor.is_platform:
        raise Refused("Réservé à la plateforme.")
    rows = User.objects.filter(roles__overlap=_ROLES, is_active=True, closed_at=None).order_by("id")
    return tuple(Administrator(row.id, row.email) for row in rows)
