"""Reading the directory: whose places, where they are, what one can search."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.enums import ActivityKind, ConventionSector, PlaceSource
from sas.rooms.directory.models import Activity, Commune, Place, Structure, Territory
from sas.rooms.directory.queries.opening import OpeningDay, week
from sas.statements import run


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place as the rooms above need it; coordinates in degrees, `time_zone` an IANA name.

    `by_editor`: an editor alone knows it.
    """

    id: int
    professional_id: int | None
    structure_id: int | None
    structure_kind: str
    name: str
    site_name: str
    address: str
    postal_code: str
    commune_name: str
    departement_code: str
    lat: float | None
    lon: float | None
    phones: tuple[str, ...]
    time_zone: str
    activities: tuple[int, ...]
    site_finess: str
    convention: str
    closed: bool
    structure_name: str = ""
    hours: tuple[OpeningDay, ...] = ()
    updated_at: datetime | None = None
    by_editor: bool = False
    closed_at: datetime | None = None

    @property
    def town_line(self) -> str:
        """« 35000 Rennes »."""
        return f"{self.postal_code} {self.commune_name}".strip()

    @property
    def address_line(self) -> str:
        """« 12 rue des Lilas, 35000 Rennes »."""
        return ", ".join(part for part in (self.address, self.town_line) if part)

    @property
    def addressed_structure_id(self) -> int | None:
        """The structure to which a patient sent here is sent; None at the place of a professional."""
        return None if self.professional_id else self.structure_id


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """A specialty, profession or kind of structure."""

    id: int
    kind: ActivityKind
    code: str
    label: str
    label_key: str
    profession_code: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A commune or a département as the second search field proposes it; radius in kilometres."""

    code: str
    name: str
    departement_code: str
    departement_name: str
    postal_code: str
    lat: float
    lon: float
    time_zone: str
    radius_km: int

    @property
    def label(self) -> str:
        """« Rennes (35000) », « Ille-et-Vilaine (35) »."""
        return f"{self.name} ({self.postal_code or self.departement_code})"


def place_ids_of(*, actor: Actor, professionals: Collection[int], structures: Collection[int]) -> frozenset[int]:
    """Open places of these professionals and structures; none asks the database nothing."""
    return frozenset(owners_of_places(actor=actor, professionals=professionals, structures=structures))


def owners_of_places(
    *, actor: Actor, professionals: Collection[int], structures: Collection[int]
) -> dict[int, tuple[int | None, int | None]]:
    """The same places, each with the ids of its professional and of its structure."""
    if not professionals and not structures:
        return {}
    owned = Q(professional_id__in=list(professionals)) | Q(structure_id__in=list(structures))
    rows = Place.objects.filter(owned, closed_at__isnull=True).values_list("id", "professional_id", "structure_id")
    return {place_id: (professional_id, structure_id) for place_id, professional_id, structure_id in rows}


def places(*, actor: Actor, place_ids: Collection[int]) -> dict[int, PlaceFacts]:
    """Places by id, in one query; the directory is public, every actor may read it."""
    rows = (
        Place.objects.filter(id__in=list(place_ids)).select_related("commune", "structure").order_by("name_key", "id")
    )
    return {row.id: _facts(row) for row in rows}


def _facts(row: Place) -> PlaceFacts:
    return PlaceFacts(
        id=row.id,
        professional_id=row.professional_id,
        structure_id=row.structure_id,
        structure_kind=row.structure.kind if row.structure else "",
        name=row.name,
        site_name=row.site_name,
        address=row.address,
        postal_code=row.postal_code,
        commune_name=row.commune.name if row.commune else "",
        departement_code=row.departement_id or "",
        lat=row.lat,
        lon=row.lon,
        phones=tuple(row.phones),
        time_zone=row.time_zone,
        activities=tuple(row.activities),
        site_finess=row.site_finess,
        convention=ConventionSector(row.convention_sector).label if row.convention_sector != "unknown" else "",
        closed=row.closed_at is not None,
        structure_name=row.structure.name if row.structure else "",
        hours=week(row.opening_hours),
        updated_at=row.updated_at,
        by_editor=row.source == PlaceSource.EDITOR,
        closed_at=row.closed_at,
    )


def place_ids(*, actor: Actor, after: int = 0, limit: int = 5000) -> tuple[int, ...]:
    """Ids of places above `after`, closed ones included, in order, for work done in batches."""
    found = Place.objects.filter(id__gt=after).order_by("id").values_list("id", flat=True)
    return tuple(found[:limit])


def place_count(*, actor: Actor) -> int:
    """How many places there are, closed ones included: what a rebuild goes through."""
    return Place.objects.count()


def health_centre_finess(*, actor: Actor, finess: Collection[str]) -> frozenset[str]:
    """Those of the FINESS numbers that are health centres (CDS): their professionals get no flag there (§2.4)."""
    wanted = [number for number in finess if number]
    if not wanted:
        return frozenset()
    found = Structure.objects.filter(kind="cds", finess__in=wanted, closed_at__isnull=True)
    return frozenset(found.values_list("finess", flat=True))


def territories_of_place(*, actor: Actor, place_id: int) -> frozenset[int]:
    """Territories whose départements hold the place (sas-domain §2.10)."""
    found = Territory.objects.filter(departements__place__id=place_id)
    return frozenset(found.values_list("id", flat=True))


def territories_of_commune(*, actor: Actor, code: str) -> frozenset[int]:
    """Territories whose départements hold the commune of this INSEE code."""
    found = Territory.objects.filter(departements__commune__code=code)
    return frozenset(found.values_list("id", flat=True))


def commune_labels(*, actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """« Rennes (35) » by INSEE code."""
    rows = Commune.objects.filter(code__in=list(codes)).values_list("code", "name", "departement_id")
    return {code: f"{name} ({departement})" for code, name, departement in rows}


def territory_names(*, actor: Actor, territory_ids: Collection[int]) -> dict[int, str]:
    """Names by id; a territory that is no longer there is left out."""
    return dict(Territory.objects.filter(id__in=list(territory_ids)).values_list("id", "name"))


def activities(*, actor: Actor) -> tuple[ActivityFacts, ...]:
    """The whole vocabulary of the first search field (about 150 rows)."""
    # As values, not as models: each projection of a place reads them.
    rows = Activity.objects.order_by("label_key", "id").values_list(
        "id", "kind", "code", "label", "label_key", "profession_code", "aliases"
    )
    return tuple(
        ActivityFacts(key, ActivityKind(kind), code, label, label_key, profession_code, tuple(aliases))
        for key, kind, code, label, label_key, profession_code, aliases in rows
    )


_TOWNS_OF = """
select c.code, c.name, c.departement_id, d.name, c.postal_codes, c.lat, c.lon, c.time_zone, d.city_radius_km
from directory_commune c join directory_departement d on d.code = c.departement_id
where c.code = any(%(codes)s) order by array_position(%(codes)s, c.code::text)
"""
_TOWNS_BY_CODE = """
select c.code, c.name, c.departement_id, d.name, c.postal_codes, c.lat, c.lon, c.time_zone, d.city_radius_km
from directory_commune c join directory_departement d on d.code = c.departement_id
where c.lat is not null and (c.code = %(code)s or c.postal_codes @> array[%(code)s]::varchar(5)[])
order by c.parent_code = '', c.population desc, c.code
limit 50
"""
_TOWN = """
select c.code, c.name, c.departement_id, d.name, c.postal_codes, c.lat, c.lon, c.time_zone, d.city_radius_km
from directory_commune c join directory_departement d on d.code = c.departement_id
where c.lat is not null and c.code = %(code)s
"""
_DEPARTEMENTS = """
select code, name, code, name, array[]::varchar[], lat, lon, time_zone, county_radius_km
from directory_departement where code = any(%(codes)s) order by code
"""
_NEAR = 5
"""Degrees of latitude, and of longitude at the equator, beyond which no commune is near."""
_NEAREST_TOWN = """
select c.code, c.name, c.departement_id, d.name, c.postal_codes, c.lat, c.lon, c.time_zone, d.city_radius_km
from directory_commune c join directory_departement d on d.code = c.departement_id
where c.parent_code = '' and abs(c.lat - %(lat)s) <= %(near)s and abs(c.lon - %(lon)s) * %(shrink)s <= %(near)s
order by power(c.lat - %(lat)s, 2) + power((c.lon - %(lon)s) * %(shrink)s, 2), c.code
limit 1
"""


def towns_of(codes: Collection[str]) -> tuple[Town, ...]:
    """The communes of these INSEE codes, in their order. For the room's own use."""
    return _towns(_TOWNS_OF, {"codes": list(codes)}) if codes else ()


def towns_by_code(code: str) -> tuple[Town, ...]:
    """Those of this INSEE or postal code. For the room's own use."""
    return _towns(_TOWNS_BY_CODE, {"code": code})


def _towns(sql: str, parameters: Mapping[str, str | float | list[str]]) -> tuple[Town, ...]:
    return tuple(
        Town(code, name, dep, dep_name, postal[0] if postal else "", lat, lon, zone, radius)
        for code, name, dep, dep_name, postal, lat, lon, zone, radius in run(sql, parameters)
    )


def town_of_code(*, actor: Actor, code: str) -> Town | None:
    """A commune by its INSEE code, arrondissements included."""
    return next(iter(_towns(_TOWN, {"code": code})), None)


def towns(*, actor: Actor, codes: Collection[str]) -> dict[str, Town]:
    """Communes by INSEE code with where they are, in one question; those without a point are left out."""
    return {one.code: one for one in towns_of(codes)} if codes else {}


def nearest_town(*, actor: Actor, lat: float, lon: float) -> Town | None:
    """The commune whose centre is nearest to a point in degrees, None far from all of them."""
    found = _towns(_NEAREST_TOWN, {"lat": lat, "lon": lon, "shrink": cos(radians(lat)), "near": _NEAR})
    return found[0] if found else None


def departement_of_code(*, actor: Actor, code: str) -> Town | None:
    """A département as a place to search, by its code."""
    return next(iter(departements_of([code])), None)


def departements_of(codes: Collection[str]) -> tuple[Town, ...]:
    """The départements of these codes, with the radius of a whole one. For the room's own use."""
    return _towns(_DEPARTEMENTS, {"codes": list(codes)}) if codes else ()
