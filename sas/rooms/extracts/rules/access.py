"""Who may take what away, of which part of the country."""

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.extracts.enums import Dataset, Scope
from sas.rooms.extracts.rules.asking import Asked

ADMINISTRATORS = (Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
READERS = (Role.GESTIONNAIRE_STRUCTURE, Role.GESTIONNAIRE_COMPTES, Role.REFERENT_TERRITORIAL, *ADMINISTRATORS)

NO_SUCH_EXTRACT = "Cette extraction n'existe pas, ou n'est pas la vôtre."
_OF_STRUCTURES = frozenset({Dataset.HOURS, Dataset.ORIENTATIONS})
_NOT_YOURS = "Ces données ne sont pas de celles que votre rôle permet d'extraire."
_NOT_PLATFORM = "Les extractions sont préparées par la plateforme."


def may_extract(actor: Actor, asked: Asked) -> Refused | None:
    """Administrators everything; account managers and referents their territories; structure managers theirs.

    Lists of accounts are for those who manage accounts (`accounts.rules.may_manage`): not for referents.
    """
    if actor.is_platform or (actor.has(*ADMINISTRATORS) and asked.scope != Scope.STRUCTURES):
        return None
    allowed = asked.dataset in datasets(actor, scope=asked.scope)
    if asked.scope == Scope.TERRITORY:
        allowed = allowed and asked.territory_id in actor.territories
    return None if allowed else Refused(_NOT_YOURS)


def datasets(actor: Actor, *, scope: Scope) -> frozenset[Dataset]:
    """What the actor may extract of a part of the country of this kind; nothing of the country unless administrator."""
    if scope == Scope.STRUCTURES:
        return _OF_STRUCTURES if actor.has(Role.GESTIONNAIRE_STRUCTURE) and actor.managed else frozenset()
    if actor.has(*ADMINISTRATORS):
        return frozenset(Dataset)
    if scope == Scope.NATIONAL or not actor.territories:
        return frozenset()
    if actor.has(Role.GESTIONNAIRE_COMPTES):
        return frozenset(Dataset)
    return frozenset(Dataset) - {Dataset.USERS} if actor.has(Role.REFERENT_TERRITORIAL) else frozenset()


def may_follow_sendings(actor: Actor) -> Refused | None:
    """Administrators, of the monthly files."""
    return None if actor.has(*ADMINISTRATORS) else Refused(_NOT_YOURS)


def may_prepare(actor: Actor) -> Refused | None:
    """The platform only."""
    return None if actor.is_platform else Refused(_NOT_PLATFORM)
