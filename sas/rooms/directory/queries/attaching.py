"""What an account can be attached to: professionals, structures, territories, communes; each question asked once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Commune, Place, Professional, Structure, Territory
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


def professionals(
    *, actor: Actor, ids: Collection[int] = (), national_ids: Collection[str] = ()
) -> tuple[ProfessionalFacts, ...]:
    """Those of these ids and of these national identifiers, in two questions whatever their number."""
    if not ids and not national_ids:
        return ()
    rows = Professional.objects.filter(Q(id__in=list(ids)) | Q(national_id__in=list(national_ids))).order_by("id")
    return facts_of_professionals(rows)


def facts_of_professionals(rows: Iterable[Professional]) -> tuple[ProfessionalFacts, ...]:
    """The same for rows already found."""
    found = list(rows)
    where: dict[int, set[str]] = {row.id: set() for row in found}
    places = Place.objects.filter(professional_id__in=list(where), closed_at__isnull=True)
    for owner, departement in places.values_list("professional_id", "departement_id"):
        if owner is not None:
            where[owner].add(departement or "")
    return tuple(
        ProfessionalFacts(row.id, row.national_id, row.family_name, row.given_name, frozenset(where[row.id]))
        for row in found
    )


def structures(*, actor: Actor, ids: Collection[int] = (), numbers: Collection[str] = ()) -> tuple[StructureFacts, ...]:
    """Those of these ids, and the open ones of these FINESS or SIRET numbers, in two questions."""
    if not ids and not numbers:
        return ()
    asked = list(numbers)
    numbered = Q(closed_at__isnull=True) & (Q(finess__in=asked) | Q(siret__in=asked))
    return facts_of_structures(Structure.objects.filter(Q(id__in=list(ids)) | numbered).order_by("id"))


def structure_ids_in(*, actor: Actor, departements: Collection[str]) -> frozenset[int]:
    """Structures, closed ones included, that stand in these départements or have an open place there."""
    codes = list(departements)
    communes_in = Commune.objects.filter(departement_id__in=codes).values("code")
    places = Place.objects.filter(departement_id__in=codes, structure__isnull=False, closed_at__isnull=True)
    stands = Structure.objects.filter(commune_id__in=communes_in).values_list("id", flat=True)
    return frozenset(stands.union(places.values_list("structure_id", flat=True)))


def facts_of_structures(rows: Iterable[Structure]) -> tuple[StructureFacts, ...]:
    """The same for rows already found, in their order."""
    found = list(rows)
    where: dict[int, set[str]] = {row.id: set() for row in found}
    places = Place.objects.filter(structure_id__in=list(where), closed_at__isnull=True, departement__isnull=False)
    communes_of = Structure.objects.filter(id__in=list(where), commune__isnull=False)
    stands = places.values_list("structure_id", "departement_id").union(
        communes_of.values_list("id", "commune__departement_id")
    )
    for owner, departement in stands:
        where[owner].add(departement)
    return tuple(
        StructureFacts(
            id=row.id,
            kind=StructureKind(row.kind),
            name=row.name,
            finess=row.finess,
            siret=row.siret,
            closed=row.closed_at is not None,
            departements=frozenset(where[row.id]),
        )
        for row in found
    )


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
