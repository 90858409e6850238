"""Where needs found no answer: a picture of the départements without tiles nor script, with a circle by commune."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from xml.etree.ElementTree import Element, SubElement

from django.utils.safestring import SafeString

from sas.web.administration.dashboards import outlines
from sas.web.administration.dashboards.charts import said
from sas.web.administration.dashboards.drawing import WIDTH, written
from sas.web.administration.dashboards.outlines import Frame

STEPS = 4
"""Shades of a map or of a table of hours, from the least to the most; none for zero."""
_MAIN, _INSET, _APART = 400, 84, 8
_WIDEST, _THINNEST = 18.0, 3.0
"""Pixels of the largest and of the smallest circle."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A commune and what is counted there; `point`: latitude and longitude in degrees, None where it is not known."""

    name: str
    departement: str
    point: tuple[float, float] | None
    count: int


@dataclass(frozen=True, slots=True)
class Region:
    """A département and what is counted there."""

    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn, by the code of each département; those without an outline stand in the table alone."""

    key: str
    title: str
    about: str
    regions: tuple[Region, ...]
    spots: tuple[Spot, ...] = ()
    kind: str = "map"

    @property
    def is_empty(self) -> bool:
        """Nothing is counted anywhere."""
        return not any(one.count for one in (*self.regions, *self.spots))

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        return ("Département" if self.is_shaded else "Commune", "Recherches sans réponse")

    @property
    def cells(self) -> list[list[str | int]]:
        """The table, the most first; communes by their code too, for many share a name."""
        told: list[list[str | int]] = [[f"{one.name} ({one.code})", one.count] for one in self.regions if one.count]
        if not self.is_shaded:
            told = [[f"{one.name} ({one.departement})", one.count] for one in self.spots]
        return sorted(told, key=lambda row: -int(row[1]))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table, figures in words."""
        return tuple((str(label), said(int(count))) for label, count in self.cells)

    @property
    def is_shaded(self) -> bool:
        """By département, when no commune is shown."""
        return not self.spots


def shade(count: int, most: int) -> int:
    """0 for nothing, then 1 to STEPS by equal parts of the most."""
    return 0 if not count or not most else min(STEPS, (count * STEPS - 1) // most + 1)


def drawn(shown: Map) -> SafeString:
    """For a page; "" when no outline is known."""
    root = tree(shown)
    if root is None:
        return SafeString("")
    root.set("role", "img")
    root.set("aria-label", f"Carte : {shown.title}. Le tableau qui suit dit la même chose.")
    return SafeString(written(root))


def tree(shown: Map) -> Element | None:
    """The drawing alone: the départements, then the circles over them."""
    known = {one.code: one for one in shown.regions if one.code in outlines.rings()}
    if not known:
        return None
    frames, height = _frames(known)
    root = Element("svg", {"viewBox": f"0 0 {WIDTH} {height:.0f}", "class": "sas-graphique sas-carte"})
    most = max(one.count for one in shown.regions) if shown.is_shaded else 0
    for code, region in known.items():
        look = {"d": outlines.path(code, frames[code]), "class": f"sas-teinte-{shade(region.count, most)}"}
        _told(SubElement(root, "path", look), f"{region.name} : {said(region.count)}")
    for circle in _circles(shown.spots, frames):
        root.append(circle)
    return root


def _frames(codes: Iterable[str]) -> tuple[Mapping[str, Frame], float]:
    """Where each département is drawn, and the height of the whole."""
    near = [code for code in codes if not outlines.is_overseas(code)]
    far = [code for code in codes if outlines.is_overseas(code)]
    frames, below = {}, 0.0
    if near:
        whole = outlines.framed(near, left=4, top=4, width=WIDTH - 8, height=_MAIN - 8)
        frames, below = dict.fromkeys(near, whole), float(_MAIN)
    size = _INSET if near else _MAIN
    for code, (left, width) in zip(far, outlines.strip(len(far), width=WIDTH) if far else [], strict=True):
        frames[code] = outlines.framed(
            [code], left=left + _APART, top=below + 4, width=width - 2 * _APART, height=size - 8
        )
    return frames, below + (size if far else 0)


def _circles(spots: Iterable[Spot], frames: Mapping[str, Frame]) -> Iterator[Element]:
    """The largest first, so that none hides a smaller one; areas are as the counts."""
    placed = [(one, one.point) for one in spots if one.departement in frames and one.point]
    placed.sort(key=lambda pair: -pair[0].count)
    for spot, (lat, lon) in placed:
        x, y = frames[spot.departement].at(lon, lat)
        radius = max(_THINNEST, _WIDEST * sqrt(spot.count / placed[0][0].count))
        circle = Element("circle", {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:.1f}", "class": "sas-rond"})
        yield _told(circle, f"{spot.name} : {said(spot.count)}")


def _told(node: Element, words: str) -> Element:
    SubElement(node, "title").text = words
    return node
