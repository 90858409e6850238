"""Who reads the figures of what."""

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules.values import Scope

ADMINISTRATORS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
OF_TERRITORIES = (Role.REFERENT_TERRITORIAL, Role.GESTIONNAIRE_COMPTES)
READERS = (*ADMINISTRATORS, *OF_TERRITORIES, Role.GESTIONNAIRE_STRUCTURE)
"""Whoever reads a dashboard; a délégataire reads none."""

_NOT_READER = "Les tableaux de pilotage sont lus par les gestionnaires, les référents et les administrateurs."
_NOT_YOURS = "Ce tableau de pilotage n'est pas l'un des vôtres."
_NOT_PLATFORM = "Les chiffres du pilotage sont comptés par la plateforme."


def may_choose(actor: Actor) -> Refused | None:
    """Whoever may read one dashboard at least."""
    return None if actor.has(*READERS) else Refused(_NOT_READER)


def may_read(actor: Actor, scope: Scope) -> Refused | None:
    """Administrators the country and any territory; others their territories, or the structures they manage."""
    if refusal := may_choose(actor):
        return refusal
    if scope.kind == ScopeKind.STRUCTURE:
        known = actor.has(Role.GESTIONNAIRE_STRUCTURE) and scope.id in actor.managed
    else:
        own = scope.kind == ScopeKind.TERRITORY and scope.id in actor.territories and actor.has(*OF_TERRITORIES)
        known = own or actor.has(*ADMINISTRATORS)
    return None if known else Refused(_NOT_YOURS)


def may_count(actor: Actor) -> Refused | None:
    """The platform only."""
    return None if actor.is_platform else Refused(_NOT_PLATFORM)
