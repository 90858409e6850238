"""Who reads what was measured: those who answer for territories, each for his own; nobody else."""

from collections.abc import Collection

from sas.actor import Actor, Role
from sas.errors import Refused

_NATIONAL = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
READERS = (Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, *_NATIONAL)

_NOT_READER = "Les mesures d'usage sont lues par les gestionnaires de comptes, les référents et les administrateurs."
_NOT_PLATFORM = "Les mesures d'usage sont comptées par la plateforme."


def may_read(actor: Actor, *, departements: Collection[str] | None) -> Refused | None:
    """`departements`: those that the caller was allowed; None, the whole country, is for administrators."""
    if actor.is_platform or actor.has(*_NATIONAL):
        return None
    return None if actor.has(*READERS) and departements else Refused(_NOT_READER)


def may_count(actor: Actor) -> Refused | None:
    """The platform only."""
    return None if actor.is_platform else Refused(_NOT_PLATFORM)
