"""How facts name what they are of.

What adds up is kept of the country (`c`), of each département (`d35`; `d` where none is known) and structure (`s12`): a
territory is the sum of its départements. What does not, people counted once each, is kept of each territory (`t7`) too.
"""

from collections.abc import Iterable

from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.rules.values import COUNTRY, Scope

_LETTERS = {ScopeKind.COUNTRY: "c", ScopeKind.TERRITORY: "t", ScopeKind.STRUCTURE: "s"}


def of_departement(code: str) -> str:
    """« d35 »."""
    return f"d{code}"


def of_scope(scope: Scope) -> str:
    """« c », « t7 », « s12 »."""
    return f"{_LETTERS[scope.kind]}{scope.id or ''}"


def of_structure(structure_id: int) -> str:
    """« s12 »."""
    return of_scope(Scope(ScopeKind.STRUCTURE, structure_id))


def of_place(departement: str, structure_id: int | None) -> tuple[str, ...]:
    """Where what happens at a place is counted."""
    return (of_scope(COUNTRY), of_departement(departement), *((of_structure(structure_id),) if structure_id else ()))


def summed(scope: Scope, departements: Iterable[str]) -> tuple[str, ...]:
    """The areas whose facts add up to a scope; `departements`: of a territory."""
    if scope.kind == ScopeKind.TERRITORY:
        return tuple(of_departement(code) for code in sorted(departements))
    return (of_scope(scope),)
