"""What the map of results and its table show, ready to print (F-156)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.templatetags.static import static

from sas.rooms.offer.enums import AreaKind
from sas.rooms.offer.queries import Card, Day, Line, PinBoard, SearchCriteria, SearchResult
from sas.timetable.ranking import Order
from sas.web.regulation.addresses import Address, Pairs, Part
from sas.web.regulation.forms import Shown

ROWS_PER_PAGE = 25
FRANCE = ("46.52860", "2.43890", 6)
"""Latitude, longitude and zoom of the map of a zone that is not known (sas-domain §1.2)."""
_SLOT = "/sas/orienter/creneau/"
_COMMUNES = Path(__file__).parent / "static/regulation/communes"
_LABELS = {Shown.LIST: "Liste", Shown.MAP: "Carte", Shown.TABLE: "Tableau"}


@dataclass(frozen=True, slots=True)
class TableRow:
    """A result as a row: its rank in the whole search, its commune, its next slot in words and where to take it.

    `slots`: all that it has in the three days, the next one first, told apart as an open page compares them.
    """

    rank: int
    card: Card
    town: str
    next_slot: str
    next_path: str
    slots: tuple[str, ...]
    outside: bool = False


def shown(*, criteria: SearchCriteria, result: SearchResult, vue: Shown, address: Address) -> dict[str, Any]:
    """The way results are looked at, the links to the other ways, and what that way needs."""
    here = address.but(Part.VIEW)
    return {
        "vue": vue.value,
        "vues": [(_LABELS[one], f"?{address.but(Part.VIEW, more=urlencode(way(one)))}", one is vue) for one in Shown],
        "map": _map_of_results(criteria, here) if vue is not Shown.TABLE else None,
        "by_distance": criteria.order is Order.DISTANCE,
        "rows": _rows(criteria, result) if vue is Shown.TABLE else (),
        "everywhere": f"?{address.but(Part.PLACES)}",
    }


def way(vue: Shown) -> Pairs:
    """The way results are looked at, as a page address says it; the list goes without saying."""
    return [] if vue is Shown.LIST else [("vue", vue.value)]


def told(board: PinBoard) -> dict[str, Any]:
    """The pins as the script of the map reads them, in the order of the list."""
    return {
        "total": board.total,
        "pins": [
            {
                "id": pin.place_id,
                "name": pin.name,
                "lat": pin.lat,
                "lon": pin.lon,
                "best": pin.best.value,
                "next": pin.next_slot,
                "distance": pin.distance,
            }
            for pin in board.pins
        ],
    }


def whole_country(asked: dict[str, Any]) -> dict[str, Any]:
    """A map of France without pins, to show where to search what was asked."""
    lat, lon, zoom = FRANCE
    again = urlencode({"text": asked["text"], **({"mode": asked["mode"].value} if asked["mode"] else {})})
    return _map({"lat": lat, "lon": lon, "zoom": zoom, "again": f"/sas/recherche?{again}"})


def _map_of_results(criteria: SearchCriteria, here: str) -> dict[str, Any]:
    area = criteria.area
    again = urlencode({"text": criteria.text, "mode": criteria.mode.value})
    data = {
        "lat": f"{area.lat:.5f}",
        "lon": f"{area.lon:.5f}",
        "radius-km": area.radius_km,
        "again": f"/sas/recherche?{again}",
        "pins": f"/sas/recherche/carte?{here}",
        "list": f"/sas/recherche?{here}",
        "per-page": settings.RESULTS_PER_PAGE,
    }
    exact = area.kind == AreaKind.ADDRESS
    return _map(data | ({"exact": "oui"} if exact else {}), of_results=True, exact=exact)


@cache
def _names() -> str:
    """Where the files of commune names are, and what each is called there, without its ending."""
    addresses = [static(f"regulation/communes/{path.name}") for path in sorted(_COMMUNES.iterdir())]
    folder = addresses[0].rpartition("/")[0] + "/"
    return " ".join([folder, *(address.removeprefix(folder).removesuffix(".txt") for address in addresses)])


def _map(data: dict[str, Any], *, of_results: bool = False, exact: bool = False) -> dict[str, Any]:
    """What map.html prints; `data` are the attributes that map.js reads."""
    files = {"leaflet": "js_lib_leaflet/leaflet.js", "leaflet-style": "js_lib_leaflet/leaflet.css"}
    if not settings.MAP_TILES_URL:
        files |= {"outlines": "regulation/departements.json"}
        data = data | {"names": _names()}
    tiles = {"tiles": settings.MAP_TILES_URL} if settings.MAP_TILES_URL else {}
    return {
        "of_results": of_results,
        "exact": exact,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
        "data": data | tiles | {name: static(path) for name, path in files.items()},
    }


def _rows(criteria: SearchCriteria, result: SearchResult) -> tuple[TableRow, ...]:
    return rows(result.cards, ranks=ranks_on(criteria, (card.place_id for card in result.cards)))


def rows(cards: Iterable[Card], *, ranks: Mapping[int, int]) -> tuple[TableRow, ...]:
    """Results as rows of the table; `ranks`: by place."""
    return tuple(_row(ranks[card.place_id], card) for card in cards)


def ranks_on(criteria: SearchCriteria, places: Iterable[int]) -> dict[int, int]:
    """The rank in the whole search of each place of a page."""
    return {place: rank for rank, place in enumerate(places, (criteria.page - 1) * criteria.per_page + 1)}


def _row(rank: int, card: Card) -> TableRow:
    town = card.address.rpartition(", ")[2]
    lines = [(day, line) for day in card.days for line in (*day.lines, *day.more)]
    slots = tuple(_key(day, line) for day, line in lines)
    if not lines:
        return TableRow(rank, card, town, "", "", ())
    day, first = lines[0]
    return TableRow(rank, card, town, f"{day.name}, {first.hours}", first.path, slots, outside=first.outside)


def _key(day: Day, line: Line) -> str:
    """One word for a slot; an editor's link may be that of a whole agenda, and tells none apart."""
    return f"{day.date} {line.hours}".replace(" ", "_") if line.outside else line.path.removeprefix(_SLOT)
