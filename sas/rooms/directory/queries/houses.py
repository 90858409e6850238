"""Structures and people page by page, for those who keep them in number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from sas.actor import Actor
from sas.paging import within
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Commune, CptsMembership, Place, Professional, Structure
from sas.rooms.directory.queries.attaching import ProfessionalFacts, StructureFacts, professionals, structures
from sas.rooms.directory.queries.suggesting import holds_words

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class StructureSheet:
    """What the directory says of a structure; `zone`: names of the communes of a CPTS's intervention zone."""

    facts: StructureFacts
    address_line: str
    phones: tuple[str, ...]
    zone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HouseContact:
    """An open structure and how it is reached; `place_id`: its own address, None when it has none."""

    id: int
    kind: StructureKind
    name: str
    phones: tuple[str, ...]
    place_id: int | None


@dataclass(frozen=True, slots=True)
class StructurePage:
    """One page of structures by name; `number` counts from 1, `total` all that answer."""

    items: tuple[StructureFacts, ...]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of professionals by name; `number` counts from 1, `total` all that answer."""

    items: tuple[ProfessionalFacts, ...]
    number: int
    last: int
    total: int


def structure_sheet(*, actor: Actor, structure_id: int) -> StructureSheet | None:
    """One structure, None when there is none."""
    row = Structure.objects.select_related("commune").filter(id=structure_id).first()
    if row is None:
        return None
    town = f"{row.postal_code} {row.commune.name if row.commune else ''}".strip()
    zone = Commune.objects.filter(code__in=row.zone_communes).order_by("name_key", "code")
    return StructureSheet(
        facts=structures(actor=actor, ids=[row.id])[0],
        address_line=", ".join(part for part in (row.address, town) if part),
        phones=tuple(row.phones),
        zone=tuple(zone.values_list("name", flat=True)),
    )


def house_contacts(*, actor: Actor, structure_ids: Collection[int]) -> dict[int, HouseContact]:
    """Those of these structures that are open, by id, in one question; none asks the database nothing."""
    if not structure_ids:
        return {}
    own = Place.objects.filter(structure_id=OuterRef("id"), professional__isnull=True, closed_at__isnull=True)
    rows = Structure.objects.filter(id__in=list(structure_ids), closed_at__isnull=True)
    found = rows.annotate(own=Subquery(own.order_by("id").values("id")[:1]))
    return {
        number: HouseContact(number, StructureKind(kind), name, tuple(phones), place_id)
        for number, kind, name, phones, place_id in found.values_list("id", "kind", "name", "phones", "own")
    }


def structure_page(
    *, actor: Actor, kind: StructureKind, departements: Collection[str] | None, text: str = "", number: int = 1
) -> StructurePage:
    """Open structures of a kind in these départements (None: anywhere), by words of the name or start of the number."""
    rows = Structure.objects.filter(kind=kind, closed_at__isnull=True)
    if departements is not None:
        codes = list(departements)
        stands = Place.objects.filter(structure_id=OuterRef("id"), closed_at__isnull=True, departement_id__in=codes)
        rows = rows.filter(Q(commune__departement_id__in=codes) | Exists(stands))
    if typed := "".join(text.split()):
        rows = rows.filter(holds_words(text) | Q(finess__startswith=typed) | Q(siret__startswith=typed))
    total = rows.count()
    number, last = within(number, total, size=PER_PAGE)
    return StructurePage(structures(actor=actor, ids=_shown(rows, number)), number, last, total)


def people_page(
    *, actor: Actor, ids: Collection[int], text: str = "", activity: int | None = None, number: int = 1
) -> PeoplePage:
    """Those of these professionals whose name holds the words, and who have an open place of this activity."""
    rows = Professional.objects.filter(id__in=list(ids))
    if text.strip():
        rows = rows.filter(holds_words(text))
    if activity is not None:
        open_places = Place.objects.filter(professional_id=OuterRef("id"), closed_at__isnull=True)
        rows = rows.filter(Exists(open_places.filter(activities__contains=[activity])))
    total = rows.count()
    number, last = within(number, total, size=PER_PAGE)
    return PeoplePage(professionals(actor=actor, ids=_shown(rows, number)), number, last, total)


def _shown(rows: QuerySet[Any], number: int) -> list[int]:
    """Ids of one page, by name."""
    ordered = rows.order_by("name_key", "id").values_list("id", flat=True)
    return list(ordered[(number - 1) * PER_PAGE : number * PER_PAGE])


_ACTIVITIES = """
select distinct unnest(activities) from directory_place where professional_id = any(%s) and closed_at is null
"""


def activities_of_people(*, actor: Actor, ids: Collection[int]) -> frozenset[int]:
    """The activities of the open places of these professionals."""
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVITIES, [list(ids)])
        return frozenset(activity for (activity,) in cursor.fetchall())


def registered_since(*, actor: Actor, cpts_id: int, professional_ids: Collection[int]) -> dict[int, date]:
    """Since when the national file says that professionals are registered in a CPTS; those it dates not are absent."""
    rows = CptsMembership.objects.filter(cpts_id=cpts_id, professional_id__in=professional_ids, since__isnull=False)
    return {professional: since for professional, since in rows.values_list("professional_id", "since") if since}
