"""Centres and radii of search: the platform's and the published ones (F-228)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.directory.models import Departement
from sas.rooms.directory.rules import Radii


@dataclass(frozen=True, slots=True)
class DepartementRadii:
    """What the search uses in a département; `published` is None until the files shipped have been loaded."""

    code: str
    name: str
    used: Radii
    published: Radii | None
    edited_at: datetime | None

    @property
    def label(self) -> str:
        """« 35 – Ille-et-Vilaine »."""
        return f"{self.code} – {self.name}"


def departement_radii(*, actor: Actor, codes: Collection[str] | None = None) -> tuple[DepartementRadii, ...]:
    """These départements, or all (None), in the order of their codes."""
    rows = Departement.objects.order_by("code")
    return tuple(facts_of(row) for row in (rows if codes is None else rows.filter(code__in=list(codes))))


def facts_of(row: Departement) -> DepartementRadii:
    """The same for a row already read; for this room's own operations."""
    used = Radii(row.lat, row.lon, row.county_radius_km, row.city_radius_km)
    return DepartementRadii(row.code, row.name, used, _published(row), row.edited_at)


def _published(row: Departement) -> Radii | None:
    lat, lon = row.published_lat, row.published_lon
    county, city = row.published_county_radius_km, row.published_city_radius_km
    if lat is None or lon is None or county is None or city is None:
        return None
    return Radii(lat, lon, county, city)
