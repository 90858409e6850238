"""Reading the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.journal.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Trace:
    """One audit row."""

    at: datetime
    user_id: int | None
    verb: str
    details: dict[str, Any]


def traces_of(*, actor: Actor, subject: str, subject_id: object, limit: int = 50) -> tuple[Trace, ...]:
    """The latest traces of one subject, newest first, for administrators and the platform itself.

    Raises Refused for anyone else.
    """
    if not (actor.is_platform or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)):
        raise Refused("Le journal est réservé aux administrateurs.")
    rows = AuditEntry.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("-at", "-id")[:limit]
    return tuple(Trace(row.at, row.user_id, row.verb, row.details) for row in rows)
