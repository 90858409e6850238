"""The filters of the results: their values with what each would leave, and the addresses that carry them (F-152)."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sas.rooms.offer.enums import AreaKind
from sas.rooms.offer.queries import BANDS, DISTANCES_KM, Filters, SearchCriteria, SearchResult
from sas.rooms.offer.rules import CONVENTIONS
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice, Order
from sas.web.regulation.addresses import Pairs

_TITLES = {
    "type": "Types",
    "sous": "Disponible sous",
    "consultation": "Type de consultation",
    "convention": "Conventionnement",
    "km": "Distance",
    "sas": "Participation au SAS",
}
_APART = {"type", "sous"}
_AMONG_EQUALS = {Order.DISTANCE: "distance", Order.RANDOM: "ordre aléatoire propre à cette recherche"}
_CHOSEN = {
    Choice.PUBLISHED: "créneau dans les trois jours, participation au SAS, puis {among}",
    Choice.EARLIEST: "créneau dans les trois jours, premier créneau le plus tôt, participation au SAS, puis {among}",
    Choice.NEAREST: "créneau dans les trois jours, distance, puis participation au SAS",
}
CHOICES = {Choice.PUBLISHED: "Ordre publié", Choice.EARLIEST: "Au plus tôt", Choice.NEAREST: "Au plus près"}


@dataclass(frozen=True, slots=True)
class Value:
    """One box of a filter; `count` None: not known at the moment. `without`: the page without it, when it is chosen."""

    value: str
    label: str
    count: int | None
    chosen: bool
    without: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: boxes, or buttons of which one is chosen.

    `apart`: it has a menu of its own too, with what the rest of the search then carries (sas-domain §1.9).
    """

    name: str
    title: str
    one_only: bool
    apart: bool
    values: tuple[Value, ...]
    carried: tuple[tuple[str, str], ...]

    @property
    def chosen(self) -> int:
        """How many of its values."""
        return sum(value.chosen for value in self.values)


def words_of_order(criteria: SearchCriteria) -> str:
    """The order that applies, in words."""
    return _CHOSEN[criteria.choice].format(among=_AMONG_EQUALS[criteria.order])


def pairs(filters: Filters) -> Pairs:
    """The filters as a page address carries them."""
    several = {
        "type": sorted(filters.types),
        "sous": sorted(filters.bands),
        "consultation": [int(one) for one in filters.modalities],
        "convention": sorted(filters.conventions),
    }
    found = [(name, str(value)) for name, values in several.items() for value in values]  # type: ignore[attr-defined]
    return [
        *found,
        *([("km", str(filters.distance_km))] if filters.distance_km else []),
        *([("sas", "1")] if filters.participates else []),
    ]


def facets(criteria: SearchCriteria, result: SearchResult, *, asked: Pairs) -> tuple[Facet, ...]:
    """Every filter with the values that would leave something, and those that are chosen (F-152)."""
    chosen = set(pairs(criteria.filters))
    found = []
    for name, labels in _labels(criteria, result.labels).items():
        counts = result.counts[name] if result.counts else None
        values = [
            Value(value, label, counts.get(value, 0) if counts else None, *_taken_back(asked, (name, value), chosen))
            for value, label in labels.items()
            if counts is None or counts.get(value, 0) or (name, value) in chosen
        ]
        if values:
            others = tuple(pair for pair in asked if pair[0] != name) if name in _APART else ()
            found.append(Facet(name, _TITLES[name], name == "km", name in _APART, tuple(values), others))
    return tuple(found)


def _taken_back(asked: Pairs, one: tuple[str, str], chosen: set[tuple[str, str]]) -> tuple[bool, str]:
    """Whether it is chosen, and then the page without it."""
    return (True, f"?{urlencode([pair for pair in asked if pair != one])}") if one in chosen else (False, "")


def _labels(criteria: SearchCriteria, types: Mapping[str, str]) -> dict[str, dict[str, str]]:
    shorter = [km for km in DISTANCES_KM if km < criteria.area.radius_km]
    of_departement = criteria.area.kind == AreaKind.DEPARTEMENT
    return {
        "type": dict(types),
        "sous": {str(at): f"{low} – {high} h" for at, (low, high) in enumerate(BANDS)},
        "consultation": {str(int(one)): one.label for one in Modality},
        "convention": {str(at): label for at, label in enumerate(CONVENTIONS)},
        "km": {} if of_departement else {str(km): f"Moins de {km} km" for km in shorter},
        "sas": {"1": "Participe au SAS"},
    }
