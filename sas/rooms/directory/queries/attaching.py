"""What an account can be attached to: professionals, structures, territories, communes; each question asked once."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Commune, Place, Structure, Territory
from sas.rooms.directory.rules import search_key

_CODE = re.compile(r"[0-9][0-9ab][0-9]{3}")
"""An INSEE or postal code."""


@dataclass(frozen=True, slots=True)
class TerritoryFacts:
    """A SAS territory and the codes of its départements."""

    id: int
    name: str
    departements: frozenset[str]


@dataclass(frozen=True, slots=True)
class ProfessionalFacts:
    """Somebody of the directory, and the départements of the open places (none: no open place)."""

    id: int
    national_id: str
    family_name: str
    given_name: str
    departements: frozenset[str]

    @property
    def label(self) -> str:
        """« MARTIN Claire – RPPS 10000000123 »."""
        kind = "RPPS" if self.national_id.startswith("8") else "ADELI"
        return f"{self.family_name} {self.given_name} – {kind} {self.national_id[1:]}"


@dataclass(frozen=True, slots=True)
class StructureFacts:
    """A structure, its FINESS or SIRET number, and the départements where it stands."""

    id: int
    kind: StructureKind
    name: str
    finess: str
    siret: str
    closed: bool
    departements: frozenset[str]

    @property
    def label(self) -> str:
        """« Centre de santé des Lilas – FINESS 350001234 »."""
        number = f"FINESS {self.finess}" if self.finess else f"SIRET {self.siret}"
        return f"{self.name} – {number}"


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """A commune as an account shows it."""

    code: str
    name: str
    postal_code: str
    departement_code: str
    departement_name: str

    @property
    def label(self) -> str:
        """« Rennes 35000 »: what the search of communes reads back."""
        return f"{self.name} {self.postal_code}".strip()


def territories(*, actor: Actor) -> tuple[TerritoryFacts, ...]:
    """All of them, by name, in one question: a hundred territories of a few départements."""
    rows = Territory.objects.order_by("name", "id").values_list("id", "name", "departements__code")
    codes: dict[tuple[int, str], set[str]] = {}
    for number, name, code in rows:
        codes.setdefault((number, name), set()).add(code or "")
    return tuple(TerritoryFacts(number, name, frozenset(found - {""})) for (number, name), found in codes.items())


# One question each, written by hand: a page of accounts asks both, and half of it was spent putting questions together.
_PROFESSIONALS = """
select p.id, p.national_id, p.family_name, p.given_name,
       array(select coalesce(place.departement_id, '') from directory_place place
             where place.professional_id = p.id and place.closed_at is null)
from directory_professional p where p.id = any(%(ids)s) or p.national_id = any(%(numbers)s)
order by array_position(%(ids)s, p.id), p.id
"""
_STRUCTURES = """
select s.id, s.kind, s.name, s.finess, s.siret, s.closed_at is not null,
       array(select place.departement_id from directory_place place
             where place.structure_id = s.id and place.closed_at is null and place.departement_id is not null
             union select commune.departement_id from directory_commune commune where commune.code = s.commune_id)
from directory_structure s
where s.id = any(%(ids)s) or (s.closed_at is null and (s.finess = any(%(numbers)s) or s.siret = any(%(numbers)s)))
order by array_position(%(ids)s, s.id), s.id
"""


def _asked(statement: str, ids: Collection[int], numbers: Collection[str]) -> list[tuple[Any, ...]]:
    if not ids and not numbers:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(ids), "numbers": list(numbers)})
        return list(cursor.fetchall())


def professionals(
    *, actor: Actor, ids: Collection[int] = (), national_ids: Collection[str] = ()
) -> tuple[ProfessionalFacts, ...]:
    """Those of these ids, in their order, then those of these national identifiers; one question."""
    return tuple(
        ProfessionalFacts(number, national_id, family, given, frozenset(where))
        for number, national_id, family, given, where in _asked(_PROFESSIONALS, ids, national_ids)
    )


def structures(*, actor: Actor, ids: Collection[int] = (), numbers: Collection[str] = ()) -> tuple[StructureFacts, ...]:
    """Those of these ids, in their order, then the open ones of these FINESS or SIRET numbers; one question."""
    return tuple(
        StructureFacts(number, StructureKind(kind), name, finess, siret, closed, frozenset(where))
        for number, kind, name, finess, siret, closed, where in _asked(_STRUCTURES, ids, numbers)
    )


def structure_ids_in(*, actor: Actor, departements: Collection[str]) -> frozenset[int]:
    """Structures, closed ones included, that stand in these départements or have an open place there."""
    codes = list(departements)
    communes_in = Commune.objects.filter(departement_id__in=codes).values("code")
    places = Place.objects.filter(departement_id__in=codes, structure__isnull=False, closed_at__isnull=True)
    stands = Structure.objects.filter(commune_id__in=communes_in).values_list("id", flat=True)
    return frozenset(stands.union(places.values_list("structure_id", flat=True)))


def communes_named(*, actor: Actor, texts: Collection[str]) -> dict[str, CommuneFacts]:
    """Communes by what was typed (« Rennes », « Rennes 35000 », « 35238 »), in one question.

    A text that names none, or several, is absent.
    """
    parts = {text: _name_and_code(text) for text in texts}
    names, codes = {name for name, _ in parts.values() if name}, {code for _, code in parts.values() if code}
    near = Q(name_key__in=names) | Q(code__in=codes) | Q(postal_codes__overlap=list(codes))
    rows = list(Commune.objects.filter(near).select_related("departement").order_by("code")) if texts else []
    found = {text: [row for row in rows if _is_called(row, *part)] for text, part in parts.items()}
    return {text: _commune(several[0]) for text, several in found.items() if len(several) == 1}


def _name_and_code(text: str) -> tuple[str, str]:
    words = search_key(text).split()
    codes = [word for word in words if _CODE.fullmatch(word)]
    return " ".join(word for word in words if word not in codes), codes[-1].upper() if codes else ""


def _is_called(row: Commune, name: str, code: str) -> bool:
    if not name:
        return row.code == code or (code in row.postal_codes and not row.parent_code)
    return row.name_key == name and (not code or code == row.code or code in row.postal_codes)


def communes(*, actor: Actor, codes: Collection[str]) -> dict[str, CommuneFacts]:
    """Communes by INSEE code, in one question."""
    rows = Commune.objects.filter(code__in=list(codes)).select_related("departement")
    return {row.code: _commune(row) for row in rows}


def _commune(row: Commune) -> CommuneFacts:
    postal = row.postal_codes[0] if row.postal_codes else ""
    return CommuneFacts(row.code, row.name, postal, row.departement_id, row.departement.name)
