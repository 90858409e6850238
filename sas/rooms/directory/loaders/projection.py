"""From the projected metres of FINESS to degrees: Lambert 93 in metropolitan France, the local UTM zone overseas."""

from functools import lru_cache

from pyproj import Transformer
from pyproj.exceptions import ProjError

from sas.rooms.directory.rules import search_key

LAMBERT_93 = 2154
# Legal systems of each territory (décret 2000-1276 as amended), by département.
_BY_DEPARTEMENT = {
    "971": 5490,
    "972": 5490,
    "977": 5490,
    "978": 5490,
    "973": 2972,
    "974": 2975,
    "975": 4467,
    "976": 4471,
}
# What the source column of FINESS ends with.
_BY_NAME = {
    "lambert 93": LAMBERT_93,
    "utm n20": 5490,
    "utm n21": 4467,
    "utm n22": 2972,
    "utm s38": 4471,
    "utm s40": 2975,
}


def to_degrees(x: str, y: str, *, source: str, departement: str) -> tuple[float, float] | None:
    """Latitude and longitude (WGS84 degrees) of a projected point, or None when it makes no sense.

    The system is the one that the source column names, else that of the département.
    """
    try:
        east, north = float(x.replace(",", ".")), float(y.replace(",", "."))
    except ValueError:
        return None
    try:
        lon, lat = _transformer(_system(source, departement)).transform(east, north, errcheck=True)
    except ProjError:
        return None
    within = -90 <= lat <= 90 and -180 <= lon <= 180
    return (round(lat, 6), round(lon, 6)) if within else None


def system_of(departement: str) -> int:
    """The EPSG code of the legal projection of a département."""
    return _BY_DEPARTEMENT.get(departement, LAMBERT_93)


def to_metres(lat: float, lon: float, *, departement: str) -> tuple[float, float]:
    """Easting and northing (metres) of a point in the legal projection of a département."""
    east, north = _transformer(system_of(departement)).transform(lon, lat, direction="INVERSE")
    return round(east, 2), round(north, 2)


def _system(source: str, departement: str) -> int:
    key = search_key(source)
    named = next((code for name, code in _BY_NAME.items() if name in key), None)
    return named or system_of(departement)


@lru_cache(maxsize=8)
def _transformer(system: int) -> Transformer:
    return Transformer.from_crs(system, 4326, always_xy=True)
