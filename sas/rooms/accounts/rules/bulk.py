"""The columns of a file of accounts, and what one line of it asks for (F-221)."""

import re
from collections.abc import Mapping
from datetime import timedelta

from sas.actor import Role
from sas.rooms.accounts.rules.asking import Asked
from sas.rooms.directory.rules import search_key

MOST_LINES = 2000
KEPT = timedelta(days=30)
"""How long a file of accounts is kept, with the report of its creation."""
STALLED = timedelta(minutes=10)
"""A creation under way for longer than that may be started again."""

COLUMNS = {
    "adresse electronique": ("Adresse électronique", "email"),
    "nom": ("Nom", "family_name"),
    "prenom": ("Prénom", "given_name"),
    "roles": ("Rôles", "roles"),
    "rpps ou adeli": ("RPPS ou ADELI", "professional"),
    "structures": ("Structures", "structures"),
    "professionnels delegues": ("Professionnels délégués", "delegated_professionals"),
    "structures deleguees": ("Structures déléguées", "delegated_structures"),
    "territoires": ("Territoires", "territories"),
    "commune": ("Commune", "commune"),
    "numero de carte": ("Numéro de carte", "cpx_number"),
}
"""Heading as a search key, heading as written, field. Several values of a cell are separated by « | »."""
NEEDED_COLUMNS = ("adresse electronique", "roles")

_SEVERAL = ("structures", "delegated_professionals", "delegated_structures", "territories")
_ROLES = {search_key(role.label.removeprefix("SAS - ")): role for role in Role}
ROLE_WORDS = tuple(role.label.removeprefix("SAS - ") for role in Role)


def asked_of(values: Mapping[str, str]) -> tuple[Asked, dict[str, str]]:
    """What a line asks for, by the keys of COLUMNS, and what cannot be read of it."""
    said = {field: values.get(key, "").strip() for key, (_, field) in COLUMNS.items()}
    words = _parts(said.pop("roles"))
    unknown = [word for word in words if search_key(word) not in _ROLES]
    problems = {"roles": f"« {unknown[0]} » n'est pas un rôle."} if unknown else {}
    several = {field: _parts(said.pop(field)) for field in _SEVERAL}
    roles = tuple(_ROLES[search_key(word)] for word in words if search_key(word) in _ROLES)
    asked = Asked(
        email=said["email"],
        family_name=said["family_name"],
        given_name=said["given_name"],
        roles=roles,
        professional=said["professional"],
        structures=several["structures"],
        delegated_professionals=several["delegated_professionals"],
        delegated_structures=several["delegated_structures"],
        territories=several["territories"],
        commune=said["commune"],
        cpx_number=said["cpx_number"],
    )
    return asked, problems


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[|\n]", cell) if part.strip())
