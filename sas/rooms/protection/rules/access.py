"""Who reads what the nights removed."""

from sas.actor import Actor, Role
from sas.errors import Refused

READERS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)


def may_read(actor: Actor) -> Refused | None:
    """National and technical administrators."""
    if actor.has(*READERS):
        return None
    return Refused("La conservation des données est suivie par les administrateurs.")
