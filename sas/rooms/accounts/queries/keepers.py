"""Who is written about a place; where somebody is attached."""

from dataclasses import dataclass

from django.db import connection

from sas.actor import Actor, Role

_EFFECTEUR = "select id, email from accounts_user where professional_id = %s and is_active and %s = any(roles)"
_MANAGERS = """
select u.id, u.email from accounts_user u join accounts_user_structures s on s.user_id = u.id
where s.structure_id = %s and u.is_active and %s = any(u.roles) order by u.id
"""


_ATTACHED = "select structure_id from accounts_user_structures where user_id = %s order by structure_id"


def attached_structures(*, actor: Actor) -> frozenset[int]:
    """The structures that the actor's own account is attached to: those a manager keeps, those an IOA works in."""
    with connection.cursor() as cursor:
        cursor.execute(_ATTACHED, [actor.user_id])
        return frozenset(structure_id for (structure_id,) in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Keeper:
    """An account that answers for a place, and where to write to it."""

    user_id: int
    email: str


def keepers_of(*, actor: Actor, professional_id: int | None, structure_id: int | None) -> tuple[Keeper, ...]:
    """The active account of the professional, or those that manage the structure when the place has no professional.

    One query; for the platform's own mails.
    """
    if professional_id is not None:
        asked, owner, role = _EFFECTEUR, professional_id, Role.EFFECTEUR
    elif structure_id is not None:
        asked, owner, role = _MANAGERS, structure_id, Role.GESTIONNAIRE_STRUCTURE
    else:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(asked, [owner, role.value])
        return tuple(Keeper(user_id, email) for user_id, email in cursor.fetchall())
