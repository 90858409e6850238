"""Who may manage whom: administrative rank, roles that can be given, territories within reach (F-224)."""

from collections.abc import Iterable

from sas.actor import Actor, Role
from sas.errors import Refused

MANAGERS = (Role.GESTIONNAIRE_COMPTES, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)

_RANKS = {Role.GESTIONNAIRE_COMPTES: 1, Role.ADMINISTRATEUR_NATIONAL: 2, Role.ADMINISTRATEUR: 3}
_BY_MANAGERS = (
    Role.EFFECTEUR,
    Role.DELEGATAIRE,
    Role.GESTIONNAIRE_STRUCTURE,
    Role.REGULATEUR_OSNP,
    Role.IOA,
    Role.REFERENT_TERRITORIAL,
)
_GRANTED = {0: (), 1: _BY_MANAGERS, 2: (*_BY_MANAGERS, Role.GESTIONNAIRE_COMPTES), 3: tuple(Role)}


def may_manage(actor: Actor) -> Refused | None:
    """Account managers, administrators and the platform."""
    if actor.is_platform or actor.has(*MANAGERS):
        return None
    return Refused("Les comptes sont tenus par les gestionnaires de comptes et les administrateurs.")


def rank(roles: Iterable[Role]) -> int:
    """The administrative rank: administrator, national administrator, account manager, nobody's."""
    return max((_RANKS.get(role, 0) for role in roles), default=0)


def may_change(*, actor: Actor, user_id: int, roles: Iterable[Role]) -> Refused | None:
    """Nobody changes oneself here, nor an equal or higher administrative rank (F-224)."""
    if refusal := may_manage(actor):
        return refusal
    if actor.is_platform:
        return None
    if actor.user_id == user_id:
        return Refused("Votre propre compte se modifie depuis « Votre compte ».")
    theirs = rank(roles)
    if theirs and theirs >= rank(actor.roles):
        return Refused("Ce compte a un rang administratif égal ou supérieur au vôtre : vous ne pouvez pas le modifier.")
    return None


def grantable(actor: Actor) -> tuple[Role, ...]:
    """The roles that the actor may give (F-221)."""
    return tuple(Role) if actor.is_platform else _GRANTED[rank(actor.roles)]


def reach(actor: Actor) -> frozenset[int] | None:
    """The territories in which the actor manages accounts; None: everywhere (F-226)."""
    if actor.is_platform or actor.has(Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR):
        return None
    return actor.territories
