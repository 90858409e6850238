"""Who reads the trail, and which part of it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused

READERS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
"""Not the referents: an entry is of nobody's territory, and what it names may be of several."""


@dataclass(frozen=True, slots=True)
class TraceFilters:
    """What is asked of the trail; nothing given narrows nothing. `until` is left out."""

    user_id: int | None = None
    verb: str = ""
    subject: str = ""
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


def may_read(actor: Actor) -> Refused | None:
    """Administrators, and the platform itself."""
    if actor.is_platform or actor.has(*READERS):
        return None
    return Refused("Le journal est réservé aux administrateurs.")


def filters_problem(filters: TraceFilters) -> Impossible | None:
    """All that happened to one thing is found at once; to all things of a kind, by reading the whole trail."""
    if bool(filters.subject) != bool(filters.subject_id):
        return Impossible("Indiquez l'objet et son numéro, ou aucun des deux.", field="subject_id")
    if filters.since and filters.until and filters.since >= filters.until:
        return Impossible("La fin de la période précède son début.", field="until")
    return None
