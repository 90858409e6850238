"""What is an account's own, and not somebody's for whom it acts by delegation."""

from dataclasses import dataclass

from django.db import connection

from sas.actor import Actor, Role

_OWN = """
select u.professional_id, array(select structure_id from accounts_user_structures s where s.user_id = u.id)
from accounts_user u where u.id = %s
"""


@dataclass(frozen=True, slots=True)
class OwnAttachments:
    """The professional that an effecteur is, the structures that a structure manager manages."""

    professional_id: int | None = None
    structure_ids: frozenset[int] = frozenset()


def own_attachments(*, actor: Actor) -> OwnAttachments:
    """Of the actor, by role: without the role of effecteur there is no professional, and so on."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [actor.user_id])
        row = cursor.fetchone()
    if row is None:
        return OwnAttachments()
    return OwnAttachments(
        row[0] if actor.has(Role.EFFECTEUR) else None,
        frozenset(row[1]) if actor.has(Role.GESTIONNAIRE_STRUCTURE) else frozenset(),
    )
