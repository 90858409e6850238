"""The welcome of each family of roles, shown once (F-024)."""

from collections.abc import Collection
from dataclasses import dataclass

from sas.actor import Role
from sas.rooms.accounts.enums import FAMILIES, Family


@dataclass(frozen=True, slots=True)
class Welcome:
    """What somebody who comes for the first time with these roles reads: the text of the family."""

    family: Family


def welcome_due(*, roles: Collection[Role], welcomed: Collection[str]) -> Welcome | None:
    """The first welcome that was not read yet, in the order of the families; None when all were."""
    own = {FAMILIES[role] for role in roles}
    for family in Family:
        if family in own and family.value not in welcomed:
            return Welcome(family)
    return None
