"""Where a place that an editor tells stands on the map."""

from math import cos, hypot, radians

from sas.rooms.directory.enums import GeoPrecision

AWAY_KM = 30
"""A point farther than that from the centre of its commune is a mistake: no commune reaches so far but in Guyane."""
_KM_IN_A_DEGREE = 111.2

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


def standing(told: Point | None, *, centre: Point | None) -> tuple[Point | None, GeoPrecision]:
    """The point told where it is near the centre of the commune, else that centre; none where none is published."""
    if centre is None:
        return None, GeoPrecision.NONE
    if told is not None and _km(told, centre) <= AWAY_KM:
        return told, GeoPrecision.ADDRESS
    return centre, GeoPrecision.COMMUNE


def _km(one: Point, other: Point) -> float:
    """Flat, which is enough at that distance."""
    north, east = one[0] - other[0], (one[1] - other[1]) * cos(radians(other[0]))
    return hypot(north, east) * _KM_IN_A_DEGREE
