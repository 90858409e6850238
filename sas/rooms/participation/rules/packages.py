"""Who says that an establishment takes part in the reorientation package (C22, F-202)."""

from collections.abc import Iterable

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts.rules import may_manage, reach
from sas.rooms.directory.queries import TerritoryFacts

_NOT_YOURS = "Les établissements sont tenus par les gestionnaires de comptes de leur territoire et les administrateurs."


def may_set_packages(actor: Actor) -> Refused | None:
    """Account managers and administrators."""
    return Refused(_NOT_YOURS) if may_manage(actor) else None


def departements_within(actor: Actor, *, territories: Iterable[TerritoryFacts]) -> frozenset[str] | None:
    """The codes of the départements where the actor keeps establishments; None: everywhere."""
    within = reach(actor)
    if within is None:
        return None
    return frozenset(code for one in territories if one.id in within for code in one.departements)
