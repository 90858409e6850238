"""Who may tie an agenda to other calendars."""

from sas.actor import Actor, Role
from sas.errors import Refused

_RECEIVERS = (Role.EFFECTEUR, Role.DELEGATAIRE, Role.GESTIONNAIRE_STRUCTURE)


def may_synchronise(actor: Actor, *, place_id: int) -> Refused | None:
    """Whoever acts for the place; nobody else is shown an address that opens an agenda, administrators included."""
    if place_id in actor.places and actor.has(*_RECEIVERS):
        return None
    return Refused("Seuls ceux qui agissent pour ce lieu synchronisent son agenda.")
