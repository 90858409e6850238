"""Outlines of départements as paths of a small picture: the map of results' own file, read once (ADR 33, ADR 48)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

from django.contrib.staticfiles import finders

Point = tuple[float, float]
Ring = tuple[Point, ...]
"""Longitude, latitude."""
OVERSEAS_LENGTH = 3
"""Codes of overseas départements are longer than the others."""
_NEAREST = 2.4
"""Pixels under which two points of an outline are one."""
_SMALLEST = 2.5
"""Pixels under which an island is left out, when its département has another shape."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a part of the Earth is drawn: pixels of its corner, pixels by degree, and the north-west it starts at."""

    left: float
    top: float
    scale: float
    west: float
    north: float
    squeeze: float

    def at(self, lon: float, lat: float) -> Point:
        """In pixels of the picture."""
        return (
            self.left + (lon - self.west) * self.squeeze * self.scale,
            self.top + (self.north - lat) * self.scale,
        )


@cache
def rings() -> dict[str, tuple[Ring, ...]]:
    """The outer rings of each département that the file knows, by code."""
    found = finders.find("regulation/departements.json")
    assert isinstance(found, str)
    told = json.loads(Path(found).read_text(encoding="utf-8"))["features"]
    return {one["properties"]["code"]: tuple(_outer(one["geometry"])) for one in told}


def _outer(geometry: dict[str, list[list[list[list[float]]]]]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield tuple((lon, lat) for lon, lat in polygon[0])  # type: ignore[misc]


def framed(codes: Iterable[str], *, left: float, top: float, width: float, height: float) -> Frame:
    """What shows these départements whole and centred in a box of pixels."""
    points = [point for code in codes for ring in rings()[code] for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    squeeze = cos(radians((south + north) / 2))
    scale = min(width / ((east - west) * squeeze), height / (north - south))
    return Frame(
        left + (width - (east - west) * squeeze * scale) / 2,
        top + (height - (north - south) * scale) / 2,
        scale,
        west,
        north,
        squeeze,
    )


def path(code: str, frame: Frame) -> str:
    """The outline of a département, for the `d` of a path; points that the eye would not tell apart are left out."""
    shapes = [_lighter([frame.at(*point) for point in ring]) for ring in rings()[code]]
    largest = max(shapes, key=_extent)
    kept = [one for one in shapes if one is largest or _extent(one) >= _SMALLEST]
    return "".join(_written(one) for one in kept)


def _written(points: list[Point]) -> str:
    """From one point to the next, in whole pixels: what compresses best."""
    whole = [(round(x), round(y)) for x, y in points]
    moves = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(whole)]
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(moves)}z".replace(" -", "-")


def _extent(points: list[Point]) -> float:
    across, down = [x for x, _ in points], [y for _, y in points]
    return hypot(max(across) - min(across), max(down) - min(down))


def _lighter(points: list[Point]) -> list[Point]:
    kept = points[:1]
    for point in points[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= _NEAREST:
            kept.append(point)
    return kept


def is_overseas(code: str) -> bool:
    """Drawn apart: thousands of kilometres of sea would make all others small."""
    return len(code) >= OVERSEAS_LENGTH


def strip(count: int, *, width: float) -> list[tuple[float, float]]:
    """The left edges and the width of so many boxes side by side."""
    edges = [width * at / count for at in range(count + 1)]
    return [(start, end - start) for start, end in pairwise(edges)]
