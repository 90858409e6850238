"""Whom the platform writes to about itself, and about what is asked of it."""

from collections.abc import Collection
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


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to write to about what is theirs."""

    user_id: int
    email: str
    roles: frozenset[Role]
    territories: frozenset[int]


def recipients(*, actor: Actor, user_ids: Collection[int]) -> tuple[Recipient, ...]:
    """Those of these accounts that are open, by id; in two questions. Raises Refused but for the platform."""
    if not actor.is_platform:
        raise Refused("Réservé à la plateforme.")
    rows = User.objects.filter(id__in=list(user_ids), is_active=True, closed_at=None).order_by("id")
    return tuple(_recipient(row) for row in rows.prefetch_related("territories"))


def _recipient(row: User) -> Recipient:
    territories = frozenset(one.id for one in row.territories.all())
    return Recipient(row.id, row.email, frozenset(map(Role, row.roles)), territories)


def administrators(*, actor: Actor) -> tuple[Administrator, ...]:
    """The national and technical administrators whose account is open, by id. Raises Refused but for the platform."""
    if not actor.is_platform:
        raise Refused("Réservé à la plateforme.")
    rows = User.objects.filter(roles__overlap=_ROLES, is_active=True, closed_at=None).order_by("id")
    return tuple(Administrator(row.id, row.email) for row in rows)


def holders(*, actor: Actor, role: Role, territory_id: int | None = None) -> tuple[Administrator, ...]:
    """Whoever holds a role, in a territory or anywhere (None), and whose account is open, by id.

    For the platform's own mails: an address is never shown to whoever asked.
    """
    rows = User.objects.filter(roles__contains=[role.value], is_active=True, closed_at=None).order_by("id")
    if territory_id is not None:
        rows = rows.filter(territories=territory_id)
    return tuple(Administrator(row.id, row.email) for row in rows)
