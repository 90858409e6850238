"""Doctors in their own practice, and who works in a structure."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Place, Professional, Structure

DOCTOR = "10"
"""Profession of the nomenclature TRE_G15: Médecin."""


@dataclass(frozen=True, slots=True)
class DoctorFacts:
    """A doctor and the open places that are not in a health centre, with the codes of their départements.

    The national file tells who is salaried, the directory does not keep it: a doctor is taken for one in private
    practice at every place but those of a health centre.
    """

    id: int
    national_id: str
    name: str
    name_key: str
    place_ids: tuple[int, ...]
    departements: tuple[str, ...]


def doctors(*, actor: Actor, professional_ids: Collection[int]) -> dict[int, DoctorFacts]:
    """Those of the professionals who are doctors with such a place, by id; in two questions whatever their number."""
    centres = Structure.objects.filter(kind="cds", closed_at__isnull=True).exclude(finess="").values("finess")
    places = Place.objects.filter(professional_id__in=list(professional_ids), closed_at__isnull=True)
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = places.exclude(site_finess__in=centres).order_by("id")
    for owner, place, departement in rows.values_list("professional_id", "id", "departement_id"):
        found[owner or 0].append((place, departement or ""))
    people = Professional.objects.filter(id__in=list(found), profession_code=DOCTOR)
    return {
        one.id: DoctorFacts(
            id=one.id,
            national_id=one.national_id,
            name=f"{one.family_name} {one.given_name}".strip(),
            name_key=one.name_key,
            place_ids=tuple(place for place, _ in found[one.id]),
            departements=tuple(sorted({code for _, code in found[one.id]} - {""})),
        )
        for one in people
    }


def professionals_at(*, actor: Actor, structure_id: int) -> frozenset[int]:
    """Professionals who have an open place in the structure, by its FINESS or SIRET number."""
    row = Structure.objects.filter(id=structure_id).values_list("finess", "siret").first()
    if row is None or not any(row):
        return frozenset()
    here = Q(pk__in=())
    if row[0]:
        here |= Q(site_finess=row[0])
    if row[1]:
        here |= Q(site_siret=row[1])
    places = Place.objects.filter(here, professional__isnull=False, closed_at__isnull=True)
    return frozenset(one for one in places.values_list("professional_id", flat=True) if one is not None)
