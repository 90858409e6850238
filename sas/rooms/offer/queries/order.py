"""The zone filtered, counted and put in the published order, on columns (F-146, F-152)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.arrays import OVERBOOKING, PARTICIPATES, REORIENTATION, Array
from sas.rooms.offer.queries.criteria import BANDS, DISTANCES_KM, SearchCriteria
from sas.rooms.offer.queries.zones import Zone
from sas.rooms.offer.rules import CONVENTIONS, chord_of
from sas.timetable.modality import Modality
from sas.timetable.ranking import FIRST_FACTOR, SECOND_FACTOR, Choice, Order

Counts = Mapping[str, Mapping[str, int]]
"""How many entries each value of each filter would leave, the filter's own choice aside."""
_FLAG = {Mode.OVERBOOKING: OVERBOOKING, Mode.PACKAGE: REORIENTATION}


@dataclass(frozen=True, slots=True)
class Ranked:
    """The whole zone in order: places, the CPTS that each stands for (0: none), squared chords, what each value counts.

    `counts` None: this engine does not count.
    """

    places: Array
    cpts: Array
    chords: Array
    counts: Counts | None

    @property
    def entities(self) -> Array:
        """What each entry is, whichever member stands for a CPTS."""
        return np.where(self.cpts > 0, -self.cpts, self.places)

    @property
    def total(self) -> int:
        """Entries of the whole zone."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class _Passed:
    """Where each filter holds; `but` leaves one out."""

    masks: Mapping[str, Array]

    def but(self, name: str) -> Array:
        found = np.logical_and.reduce([mask for one, mask in self.masks.items() if one != name])
        return np.asarray(found)


def ranked(zone: Zone, *, criteria: SearchCriteria, type_of: Mapping[int, str], covering: frozenset[int]) -> Ranked:
    """`type_of`: the profession or kind of structure of an activity; `covering`: the CPTS of the searched commune."""
    if criteria.excluded:
        zone = zone.only(~np.isin(zone.place, list(criteria.excluded)))
    codes = sorted(set(type_of.values()))
    types = _types(zone, type_of, codes)
    if len(zone.activity) and zone.activity.min() != zone.activity.max():
        zone, types = _once(zone, types)
    entities = np.where(np.isin(zone.cpts, list(covering)), -zone.cpts, zone.place) if covering else zone.place
    passed = _passed(zone, criteria) | {"type": _of_types(types, codes, criteria)}
    counts = _counts(zone, _Passed(passed), _Distinct(entities), {"type": (types, codes)})
    chosen = np.flatnonzero(_Passed(passed).but(""))
    if len(types) and types.min() != types.max():
        chosen = chosen[np.unique(zone.place[chosen], return_index=True)[1]]
    chosen = chosen[_order(zone.only(chosen), criteria)]
    chosen = _first_of_each(chosen, entities)
    stands_for = np.where(entities[chosen] < 0, zone.cpts[chosen], 0)
    return Ranked(zone.place[chosen], stands_for, zone.chord[chosen], counts)


def _types(zone: Zone, type_of: Mapping[int, str], codes: list[str]) -> Array:
    """The index in `codes` of each row's type."""
    table = np.zeros(max(type_of, default=0) + 1, "i2")
    for activity, code in type_of.items():
        table[activity] = codes.index(code)
    return np.asarray(table[zone.activity])


def _once(zone: Zone, types: Array) -> tuple[Zone, Array]:
    """A place stands on a row for each of its activities; one of each type is kept."""
    _, first = np.unique(zone.place * 1024 + types, return_index=True)
    return zone.only(first), types[first]


def _of_types(types: Array, codes: list[str], criteria: SearchCriteria) -> Array:
    asked = [at for at, code in enumerate(codes) if code in criteria.filters.types]
    return np.isin(types, asked) if criteria.filters.types else np.ones(len(types), bool)


def _passed(zone: Zone, criteria: SearchCriteria) -> dict[str, Array]:
    """Openings and modalities hold together, on one opening: each is left out of its own counts by its bits."""
    filters, everything = criteria.filters, np.ones(len(zone.place), bool)
    flag = _FLAG.get(criteria.mode)
    return {
        "mode": (zone.flags & flag) != 0 if flag else everything,
        "openings": zone.fits if filters.of_openings or not flag else everything,
        "convention": np.isin(zone.convention, list(filters.conventions)) if filters.conventions else everything,
        "km": zone.chord <= chord_of(filters.distance_km) if filters.distance_km else everything,
        "sas": (zone.flags & PARTICIPATES) != 0 if filters.participates else everything,
    }


class _Distinct:
    """Counts entries: places, or the one CPTS that several stand for."""

    def __init__(self, entities: Array) -> None:
        _, inverse, times = np.unique(entities, return_inverse=True, return_counts=True)
        self._alone = times[inverse] == 1
        self._repeated = np.flatnonzero(~self._alone)
        self._entities = entities[self._repeated]

    def __call__(self, mask: Array) -> int:
        once = int(np.count_nonzero(mask & self._alone))
        return once + len(np.unique(self._entities[mask[self._repeated]])) if len(self._entities) else once


def _counts(
    zone: Zone, passed: _Passed, distinct: Callable[[Array], int], types: Mapping[str, tuple[Array, list[str]]]
) -> Counts:
    of_types, codes = types["type"]
    openings, kilometres = passed.but("openings"), passed.but("km")
    conventions, participating, typed = passed.but("convention"), passed.but("sas"), passed.but("type")
    values: dict[str, dict[str, Array]] = {
        "type": {codes[at]: typed & (of_types == at) for at in np.unique(of_types)},
        "sous": {str(band): openings & ((zone.bands >> band & 1) != 0) for band in range(len(BANDS))},
        "consultation": {str(int(one)): openings & ((zone.modalities & int(one)) != 0) for one in Modality},
        "convention": {str(one): conventions & (zone.convention == one) for one in range(len(CONVENTIONS))},
        "km": {str(km): kilometres & (zone.chord <= chord_of(km)) for km in DISTANCES_KM},
        "sas": {"1": participating & ((zone.flags & PARTICIPATES) != 0)},
    }
    return {name: {value: distinct(mask) for value, mask in masks.items()} for name, masks in values.items()}


def _order(zone: Zone, criteria: SearchCriteria) -> Array:
    """Positions in the order of timetable.ranking: the last key is the first of lexsort's."""
    mixed, chosen = _shuffled(zone.shuffle, criteria.seed), None
    if criteria.choice is Choice.EARLIEST:
        chosen = zone.first
    if criteria.choice is Choice.NEAREST:
        chosen = zone.chord
    among = zone.chord if criteria.order is Order.DISTANCE else mixed
    opens = zone.fits if criteria.filters.of_openings else zone.opens
    participates = (zone.flags & PARTICIPATES) != 0
    if chosen is None:
        return np.lexsort((zone.place, among, ~participates, ~opens))
    return np.lexsort((zone.place, among, ~participates, chosen, ~opens))


def _shuffled(shuffle: Array, seed: int) -> Array:
    """timetable.ranking.shuffled, on unsigned 64 bits, which wrap as its mask does."""
    mixed = ((shuffle.astype("u8") ^ np.uint64(seed)) * np.uint64(FIRST_FACTOR)) & np.uint64(0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(16)
    return (mixed * np.uint64(SECOND_FACTOR & 0xFFFFFFFF)) & np.uint64(0xFFFFFFFF)


def _first_of_each(chosen: Array, entities: Array) -> Array:
    """In order, the first place that stands for each CPTS, and every other place."""
    _, first = np.unique(entities[chosen], return_index=True)
    return np.asarray(chosen[np.sort(first)])
