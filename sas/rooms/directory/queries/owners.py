"""Whose the agendas are: professionals and structures, and the territories they are in."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from sas.actor import Actor
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.models import Place, Professional, Structure, Territory


@dataclass(frozen=True, slots=True)
class CardHolder:
    """A professional who signs in by card; `territories` are those that hold one of the open places."""

    id: int
    national_id: str
    family_name: str
    given_name: str
    open_places: int
    territories: frozenset[int]


@dataclass(frozen=True, slots=True)
class Owner:
    """A professional or a structure, for whom agendas are kept; `territories` are those it is in."""

    professional_id: int | None
    structure_id: int | None
    name: str
    kind: str
    territories: frozenset[int]

    @property
    def key(self) -> str:
        """Its name in a form: "p12", "s7"."""
        return f"s{self.structure_id}" if self.structure_id else f"p{self.professional_id}"


def owners(*, actor: Actor, professional_ids: Collection[int], structure_ids: Collection[int]) -> tuple[Owner, ...]:
    """Professionals then structures, by name; in three queries, whatever their number."""
    people = Professional.objects.filter(id__in=list(professional_ids)).order_by("name_key", "id")
    houses = Structure.objects.filter(id__in=list(structure_ids)).order_by("name_key", "id")
    where = _territories_of_owners(professional_ids, structure_ids)
    return (
        *(Owner(p.id, None, f"{p.given_name} {p.family_name}".strip(), _PERSON, where["p", p.id]) for p in people),
        *(Owner(None, s.id, s.name, StructureKind(s.kind).label, where["s", s.id]) for s in houses),
    )


_PERSON = "Professionnel de santé"
_WHERE_OWNERS_ARE = """
select 'p', p.professional_id, td.territory_id from directory_place p
join directory_territory_departements td on td.departement_id = p.departement_id
where p.professional_id = any(%(professionals)s) and p.closed_at is null
union
select 's', p.structure_id, td.territory_id from directory_place p
join directory_territory_departements td on td.departement_id = p.departement_id
where p.structure_id = any(%(structures)s) and p.closed_at is null
union
select 's', s.id, td.territory_id from directory_structure s join directory_commune c on c.code = s.commune_id
join directory_territory_departements td on td.departement_id = c.departement_id
where s.id = any(%(structures)s)
"""


def _territories_of_owners(
    professional_ids: Collection[int], structure_ids: Collection[int]
) -> defaultdict[tuple[str, int], frozenset[int]]:
    """By open place; a structure without any (a CPTS) is where its address is."""
    found: defaultdict[tuple[str, int], frozenset[int]] = defaultdict(frozenset)
    with connection.cursor() as cursor:
        asked = {"professionals": list(professional_ids), "structures": list(structure_ids)}
        cursor.execute(_WHERE_OWNERS_ARE, asked)
        for kind, owner, territory in cursor.fetchall():
            found[kind, owner] |= {territory}
    return found


def card_holder(*, actor: Actor, national_id: str) -> CardHolder | None:
    """A professional by national identifier, type digit included."""
    row = Professional.objects.filter(national_id=national_id).first()
    open_places = Place.objects.filter(professional__national_id=national_id, closed_at__isnull=True)
    territories = Territory.objects.filter(departements__place__in=open_places).distinct()
    count, ids = open_places.count(), frozenset(territories.values_list("id", flat=True))
    return CardHolder(row.id, row.national_id, row.family_name, row.given_name, count, ids) if row else None
