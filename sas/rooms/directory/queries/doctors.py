"""Doctors and how they work, and who works in a structure."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from sas.actor import Actor
from sas.rooms.directory import rules
from sas.rooms.directory.enums import PlaceSource, Practice
from sas.rooms.directory.models import Place, Professional, Structure
from sas.rooms.directory.rules import WorkPlace

DOCTOR = "10"
"""Profession of the nomenclature TRE_G15: Médecin."""


@dataclass(frozen=True, slots=True)
class DoctorFacts:
    """A doctor, how he works, and the open places of his private practice (`WorkPlace.own`).

    `departements`: codes of those of these places; of all he ever had when there is none.
    """

    id: int
    national_id: str
    name: str
    name_key: str
    practice: Practice
    place_ids: tuple[int, ...]
    departements: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """In private practice, as far as is known."""
        return self.practice in rules.IN_PRIVATE_PRACTICE


def doctors(*, actor: Actor, professional_ids: Collection[int]) -> dict[int, DoctorFacts]:
    """Those of the professionals who are doctors with a place, by id; in two questions whatever their number."""
    centres = Structure.objects.filter(kind="cds", closed_at__isnull=True).exclude(finess="").values("finess")
    # A place that an editor alone knows says nothing of how somebody works.
    told = Place.objects.filter(professional_id__in=list(professional_ids)).exclude(source=PlaceSource.EDITOR)
    rows = told.annotate(
        in_centre=ExpressionWrapper(Q(site_finess__in=centres), output_field=BooleanField()),
        closed=ExpressionWrapper(Q(closed_at__isnull=False), output_field=BooleanField()),
    )
    found: defaultdict[int, list[WorkPlace]] = defaultdict(list)
    for owner, number, departement, *rest in rows.order_by("id").values_list("professional_id", *_OF_PLACE):
        found[owner or 0].append(WorkPlace(number, departement or "", *rest))
    people = Professional.objects.filter(id__in=list(found), profession_code=DOCTOR)
    return {one.id: _doctor(one, found[one.id]) for one in people}


_OF_PLACE = ("id", "departement_id", "exercise_mode", "in_centre", "closed")
"""In the order of the fields of WorkPlace."""


def _doctor(row: Professional, places: list[WorkPlace]) -> DoctorFacts:
    own = [place for place in places if place.own]
    return DoctorFacts(
        id=row.id,
        national_id=row.national_id,
        name=f"{row.family_name} {row.given_name}".strip(),
        name_key=row.name_key,
        practice=rules.practice(places),
        place_ids=tuple(place.id for place in own),
        departements=tuple(sorted({place.departement for place in own or places} - {""})),
    )


@dataclass(frozen=True, slots=True)
class Practising:
    """Where somebody had open places at an instant (codes of départements), and what he is searched by there."""

    departements: frozenset[str]
    activities: frozenset[int]


def practising(*, actor: Actor, professional_ids: Collection[int], at: datetime) -> dict[int, Practising]:
    """By professional; who had no open place is absent. One question.

    A place that closed later was open; where it stands and what it is of are read as they are now.
    """
    rows = Place.objects.filter(professional_id__in=list(professional_ids))
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at))
    where: defaultdict[int, set[str]] = defaultdict(set)
    what: defaultdict[int, set[int]] = defaultdict(set)
    for owner, departement, activities in rows.values_list("professional_id", "departement_id", "activities"):
        where[owner or 0].add(departement or "")
        what[owner or 0].update(activities)
    return {owner: Practising(frozenset(where[owner] - {""}), frozenset(what[owner])) for owner in where}


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
