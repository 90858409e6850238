"""Settings one by one, for a file: read with a cursor of the server, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from sas.actor import Actor
from sas.errors import Refused
from sas.paging import chunked
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings

CHUNK = 2000
_NOT_PLATFORM = "Les paramètres de tous sont lus par la plateforme."


@dataclass(frozen=True, slots=True)
class ProfessionalRow:
    """The settings of a professional as they stand; `structure` is the one his way goes through, "" without."""

    national_id: str
    name: str
    departements: tuple[str, ...]
    via: Via
    structure: str
    structure_finess: str
    has_software: bool | None
    editors: tuple[int, ...]
    hours_pledged: bool
    editor_slots_refused: bool
    reorientation_package: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class StructureRow:
    """The settings of a structure as they stand."""

    finess: str
    name: str
    departement: str
    participates: bool
    hours_pledged: bool
    practitioners: int
    general_practitioners: int
    reorientation_package: bool
    updated_at: datetime


_OF_PROFESSIONAL = (
    "professional__national_id",
    "professional__family_name",
    "professional__given_name",
    "departements",
    "via",
    "structure__name",
    "structure__finess",
    "has_software",
    "editors",
    "hours_pledged",
    "editor_slots_refused",
    "reorientation_package",
    "updated_at",
)
_OF_STRUCTURE = (
    "structure__finess",
    "structure__name",
    "structure__commune__departement_id",
    "participates",
    "hours_pledged",
    "practitioner_count",
    "gp_count",
    "reorientation_package",
    "updated_at",
)


def professional_rows(
    *, actor: Actor, departements: Collection[str] | None = None
) -> Iterator[tuple[ProfessionalRow, ...]]:
    """Of the professionals with an open place in these départements, None: of all; one statement, a cursor's.

    Only within a transaction. Raises Refused to anybody but the platform.
    """
    open_places = Q(professional__places__closed_at__isnull=True, professional__places__departement_id__isnull=False)
    codes = ArrayAgg("professional__places__departement_id", filter=open_places, distinct=True, default=[])
    found = _professionals(actor, departements).annotate(departements=codes).order_by("professional_id")
    rows = found.values_list(*_OF_PROFESSIONAL).iterator(chunk_size=CHUNK)
    return chunked((_professional(*row) for row in rows), size=CHUNK)


def structure_rows(*, actor: Actor, structure_ids: Collection[int] | None = None) -> Iterator[tuple[StructureRow, ...]]:
    """Of these structures, None: of all; one statement, a cursor's. Raises Refused as `professional_rows`."""
    found = _structures(actor, structure_ids).order_by("structure_id").values_list(*_OF_STRUCTURE)
    return chunked((_structure(*row) for row in found.iterator(chunk_size=CHUNK)), size=CHUNK)


def count_of_settings(
    *, actor: Actor, departements: Collection[str] | None = None, structure_ids: Collection[int] | None = None
) -> int:
    """How many rows both have together. Raises Refused as `professional_rows`."""
    return _professionals(actor, departements).count() + _structures(actor, structure_ids).count()


def _professionals(actor: Actor, departements: Collection[str] | None) -> "QuerySet[ProfessionalSettings]":
    if not actor.is_platform:
        raise Refused(_NOT_PLATFORM)
    if departements is None:
        return ProfessionalSettings.objects.all()
    stands = {
        "professional__places__departement_id__in": sorted(departements),
        "professional__places__closed_at__isnull": True,
    }
    # Found apart: the départements told of somebody are all of his, not only those that were asked.
    return ProfessionalSettings.objects.filter(
        professional_id__in=ProfessionalSettings.objects.filter(**stands).values("professional_id")
    )


def _structures(actor: Actor, structure_ids: Collection[int] | None) -> "QuerySet[StructureSettings]":
    if not actor.is_platform:
        raise Refused(_NOT_PLATFORM)
    found = StructureSettings.objects.all()
    return found if structure_ids is None else found.filter(structure_id__in=sorted(structure_ids))


def _professional(*row: Any) -> ProfessionalRow:
    national_id, family, given, codes, via, structure, finess, software, editors, *rest = row
    through = (structure or "", finess or "")
    name = f"{family} {given}".strip()
    return ProfessionalRow(national_id, name, tuple(codes), Via(via), *through, software, tuple(editors), *rest)


def _structure(*row: Any) -> StructureRow:
    finess, name, departement, *rest = row
    return StructureRow(finess, name, departement or "", *rest)
