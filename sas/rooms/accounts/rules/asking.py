"""An account as it is asked for, what the platform knows of it, and the account that comes of it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sas.actor import Role
from sas.rooms.directory.queries import CommuneFacts, ProfessionalFacts, StructureFacts, TerritoryFacts

APPLIES: dict[str, tuple[Role, ...]] = {
    "professional": (Role.EFFECTEUR,),
    "structures": (Role.GESTIONNAIRE_STRUCTURE, Role.IOA),
    "delegated_professionals": (Role.DELEGATAIRE,),
    "delegated_structures": (Role.DELEGATAIRE,),
    "cpx_number": (Role.REGULATEUR_OSNP, Role.IOA),
}
"""The roles that a field is about; what is said in it for other roles is left aside. Other fields are everybody's."""

NEED_A_TERRITORY = (Role.REGULATEUR_OSNP, Role.IOA, Role.GESTIONNAIRE_COMPTES)

_NUMBER = re.compile(r"\b[0-9][0-9AB][0-9]{7,12}\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """An account as it is typed: numbers, names and labels, of which nothing is known yet."""

    email: str
    family_name: str = ""
    given_name: str = ""
    roles: tuple[Role, ...] = ()
    professional: str = ""
    structures: tuple[str, ...] = ()
    delegated_professionals: tuple[str, ...] = ()
    delegated_structures: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    commune: str = ""
    cpx_number: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the platform knows of all that is asked: by number, by name, and what other accounts already have."""

    territories: tuple[TerritoryFacts, ...] = ()
    professionals: Mapping[str, ProfessionalFacts] = field(default_factory=dict)
    structures: Mapping[str, StructureFacts] = field(default_factory=dict)
    communes: Mapping[str, CommuneFacts] = field(default_factory=dict)
    emails: Collection[str] = ()
    professional_ids: Collection[int] = ()
    cpx_numbers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What an existing account has already. The `kept_…` are out of the manager's reach: they stay, untouched."""

    professional: ProfessionalFacts | None = None
    structures: frozenset[int] = frozenset()
    delegated_professionals: frozenset[int] = frozenset()
    delegated_structures: frozenset[int] = frozenset()
    kept_structures: frozenset[int] = frozenset()
    kept_delegated_professionals: frozenset[int] = frozenset()
    kept_delegated_structures: frozenset[int] = frozenset()
    kept_territories: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """The same account in the platform's own terms, ready to be written."""

    email: str
    family_name: str
    given_name: str
    roles: tuple[Role, ...]
    professional_id: int | None
    structure_ids: frozenset[int]
    delegated_professionals: frozenset[int]
    delegated_structures: frozenset[int]
    territory_ids: frozenset[int]
    commune_code: str | None
    cpx_number: str


NOTHING_HELD = Held()


def professional_number(text: str) -> str:
    """The national identifier in what is typed or chosen: an RPPS or ADELI number, with or without its type digit."""
    number = _last_number(text)
    if len(number) in (9, 11):
        return ("8" if len(number) == 11 else "0") + number
    return number if (len(number), number[:1]) in {(12, "8"), (10, "0")} else ""


def structure_number(text: str) -> str:
    """The FINESS or SIRET number in what is typed or chosen."""
    number = _last_number(text)
    return number if len(number) in (9, 14) else ""


def _last_number(text: str) -> str:
    plain = text.upper()
    if re.fullmatch(r"[0-9AB\s.]+", plain):
        plain = re.sub(r"[\s.]", "", plain)
    return str((_NUMBER.findall(plain) or [""])[-1])
