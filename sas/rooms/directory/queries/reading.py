"""Reading the directory: whose places, where they are, what one can search."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, radians
from typing import Any

from django.db.models import QuerySet

from sas.actor import Actor
from sas.rooms.directory.enums import ActivityKind, ConventionSector, PlaceSource
from sas.rooms.directory.models import Activity, Commune, Place, Structure, Territory
from sas.rooms.directory.queries.opening import OpeningDay, week
from sas.statements import Row, run


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


_AS_THEY_ARE = (
    *("id", "professional_id", "structure_id", "structure_kind", "name", "site_name", "address", "postal_code"),
    *("commune_name", "departement_code", "lat", "lon", "time_zone", "site_finess", "structure_name", "updated_at"),
)
"""Fields of PlaceFacts as `_PLACES` reads them first."""
_OWNED = """
select id, professional_id, structure_id from directory_place
where closed_at is null and (professional_id = any(%(professionals)s) or structure_id = any(%(structures)s))
"""
_PLACES = """
select p.id, p.professional_id, p.structure_id, coalesce(s.kind, ''), p.name, p.site_name, p.address, p.postal_code,
    coalesce(c.name, ''), coalesce(p.departement_id, ''), p.lat, p.lon, p.time_zone, p.site_finess,
    coalesce(s.name, ''), p.updated_at, p.phones, p.activities, p.convention_sector, p.opening_hours::text, p.source,
    p.closed_at
from directory_place p
left join directory_commune c on c.code = p.commune_id
left join directory_structure s on s.id = p.structure_id
where p.id = any(%(ids)s) order by p.name_key, p.id
"""


def place_ids_of(*, actor: Actor, professionals: Collection[int], structures: Collection[int]) -> frozenset[int]:
    """Open places of these professionals and structures; none asks the database nothing."""
    return frozenset(owners_of_places(actor=actor, professionals=professionals, structures=structures))


def owners_of_places(
    *, actor: Actor, professionals: Collection[int], structures: Collection[int]
) -> dict[int, tuple[int | None, int | None]]:
    """The same places, each with the ids of its professional and of its structure."""
    if not professionals and not structures:
        return {}
    rows = run(_OWNED, {"professionals": list(professionals), "structures": list(structures)})
    return {place_id: (professional_id, structure_id) for place_id, professional_id, structure_id in rows}


def places(*, actor: Actor, place_ids: Collection[int]) -> dict[int, PlaceFacts]:
    """Places by id, in one query; the directory is public, every actor may read it."""
    return {row[0]: _facts(row) for row in run(_PLACES, {"ids": list(place_ids)})} if place_ids else {}


def _facts(row: Row) -> PlaceFacts:
    as_they_are: dict[str, Any] = dict(zip(_AS_THEY_ARE, row, strict=False))
    phones, activities, sector, hours, source, closed_at = row[len(_AS_THEY_ARE) :]
    return PlaceFacts(
        **as_they_are,
        phones=tuple(phones),
        activities=tuple(activities),
        convention=ConventionSector(sector).label if sector != ConventionSector.UNKNOWN else "",
        closed=closed_at is not None,
        hours=week(json.loads(hours)),
        by_editor=source == PlaceSource.EDITOR,
        closed_at=closed_at,
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
    return _activities(Activity.objects.all())


def activities_of(*, actor: Actor, places: Iterable[PlaceFacts]) -> dict[int, ActivityFacts]:
    """What these places do, by id: those words of the vocabulary alone."""
    ids = {activity for place in places for activity in place.activities}
    return {one.id: one for one in _activities(Activity.objects.filter(id__in=ids))}


def _activities(found: QuerySet[Activity]) -> tuple[ActivityFacts, ...]:
    # As values, not as models: each projection of a place reads them.
    rows = found.order_by("label_key", "id").values_list(
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
