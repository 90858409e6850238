"""Who may tie an agenda to other calendars."""

from sas.actor import Actor, Role
from sas.errors import Refused

_RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)


def may_synchronise(actor: Actor, *, place_id: int) -> Refused | None:
    """Whoever acts for the place; nobody else is shown an address that opens an agenda, administrators included."""
    if place_id in actor.places and actor.has(*_RECEIVERS):
        return None
    return Refused("Seuls ceux qui agissent pour ce lieu synchronisent son agenda.")


def may_read_sources(actor: Actor) -> Refused | None:
    """The worker only: no page waits for somebody else's server."""
    return None if actor.is_platform else Refused("Les agendas personnels sont lus par la plateforme seule.")
