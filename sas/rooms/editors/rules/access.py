"""Who may have editors asked, and who may read how they behave."""

from sas.actor import Actor, Role
from sas.errors import Refused


def may_refresh(actor: Actor) -> Refused | None:
    """The platform alone: a page never waits for an editor."""
    return None if actor.is_platform else Refused("Réservé à la plateforme.")


def may_read_health(actor: Actor) -> Refused | None:
    """Administrators and the platform."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return Refused("L'état des éditeurs est lu par les administrateurs.")
