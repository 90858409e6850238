"""Who reads the figures of whom: one's own, those of the centres one manages, those of one's territories."""

from sas.actor import Actor, Role
from sas.errors import Refused

ADMINISTRATORS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
READERS = (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, *ADMINISTRATORS)
"""Who reads the table of a territory; a délégataire reads nothing of this."""

_NOT_READER = "Les indicateurs d'un territoire sont lus par ses gestionnaires de comptes et ses référents."
_NOT_OWN = "Ces indicateurs sont ceux des effecteurs de soins, chacun pour soi."
_NOT_MANAGER = "Ces indicateurs sont ceux des structures, lus par leurs gestionnaires."
_NOT_PLATFORM = "Les indicateurs sont calculés par la plateforme."


def may_read_own(actor: Actor) -> Refused | None:
    """The effecteur, for himself."""
    return None if actor.has(Role.EFFECTEUR) else Refused(_NOT_OWN)


def may_read_structures(actor: Actor) -> Refused | None:
    """The manager, for the structures that are his: never those for which one is only a délégataire."""
    return None if actor.has(Role.GESTIONNAIRE_STRUCTURE) else Refused(_NOT_MANAGER)


def may_read_territory(actor: Actor, *, territory_id: int | None = None) -> Refused | None:
    """Managers of accounts and referents in their territories, administrators everywhere."""
    if actor.has(*ADMINISTRATORS):
        return None
    known = territory_id is None or territory_id in actor.territories
    return None if actor.has(*READERS) and known else Refused(_NOT_READER)


def may_compute(actor: Actor) -> Refused | None:
    """The platform only."""
    return None if actor.is_platform else Refused(_NOT_PLATFORM)
