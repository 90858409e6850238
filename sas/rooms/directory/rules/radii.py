"""Where a département is searched from, and how far (F-228; sas-domain §1.3)."""

import hashlib
from dataclasses import dataclass

from sas.errors import Impossible

FARTHEST_KM = 300
"""The longest radius somebody may set; the longest published one is Guyane's, 221."""


@dataclass(frozen=True, slots=True)
class Radii:
    """Centre in degrees (WGS84), radii in kilometres: of the whole département, and of its towns and addresses."""

    lat: float
    lon: float
    county_radius_km: int
    city_radius_km: int

    @property
    def stamp(self) -> str:
        """A digest: two that differ are two states."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def checked_radii(draft: Radii) -> Radii:
    """The same draft; raises Impossible, with its field, for a point that is not on Earth or a radius out of range."""
    if not -90 <= draft.lat <= 90:
        raise Impossible("La latitude est entre −90 et 90.", field="lat")
    if not -180 <= draft.lon <= 180:
        raise Impossible("La longitude est entre −180 et 180.", field="lon")
    for field in ("county_radius_km", "city_radius_km"):
        if not 1 <= getattr(draft, field) <= FARTHEST_KM:
            raise Impossible(f"Le rayon est entre 1 et {FARTHEST_KM} km.", field=field)
    return draft
