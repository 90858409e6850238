"""Whose answers somebody reads."""

from sas.actor import Actor, Role
from sas.rooms.help.enums import Audience


def audience_of(actor: Actor) -> Audience:
    """That of the highest role (F-240); an administrator reads what account managers read."""
    if actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return Audience.GESTIONNAIRE_COMPTES
    held = {role.value for role in actor.roles}
    return next((one for one in Audience if one.value in held), Audience.VISITEUR)
