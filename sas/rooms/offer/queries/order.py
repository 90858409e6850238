"""The zone filtered, counted and put in the published order, on columns (F-146, F-152)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.arrays import OVERBOOKING, PARTICIPATES, REORIENTATION, UNREAD, Array
from sas.rooms.offer.queries.criteria import BANDS, DISTANCES_KM, SearchCriteria
from sas.rooms.offer.queries.vocabulary import Types
from sas.rooms.offer.queries.zones import Zone
from sas.rooms.offer.rules import CONVENTIONS, chord_of
from sas.timetable.modality import Modality
from sas.timetable.ranking import FIRST_FACTOR, SECOND_FACTOR, Choice, Order

Counts = Mapping[str, Mapping[str, int]]
"""How many entries each value of each filter would leave, the filter's own choice aside."""
CPTS = "cpts"
"""The type, among those of the filter, that is always offered where a CPTS stands for its members (sas-domain §1.9)."""
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

    def only(self, chosen: Array) -> "Ranked":
        """These entries, in their order."""
        return replace(self, places=self.places[chosen], cpts=self.cpts[chosen], chords=self.chords[chosen])

    @property
    def total(self) -> int:
        """Entries of the whole zone."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the order reads of each row; `first` is read where the earliest comes first."""

    place: Array
    opens: Array
    participates: Array
    chord: Array
    shuffle: Array
    first: Array


@dataclass(frozen=True, slots=True)
class _Passed:
    """Where each filter holds, None for everywhere; `but` leaves one out."""

    masks: Mapping[str, Array | None]

    def but(self, name: str) -> Array:
        found = [mask for one, mask in self.masks.items() if one != name and mask is not None]
        return np.asarray(reduce(np.logical_and, found))


def ranked(
    zone: Zone,
    *,
    criteria: SearchCriteria,
    types: Types,
    covering: frozenset[int],
    by_name: bool = False,
    counted: bool = True,
) -> Ranked:
    """`covering`: the CPTS of the searched commune, each of which stands for the places declared in it.

    `by_name`: what was asked for is listed without slot too. `counted`: what each value of each filter would leave.
    """
    zone, of_types, several = _once_by_type(_of_places(zone, criteria), types)
    entities = _entities(zone, covering)
    by_type = _of_types(of_types, entities, types=types, asked=criteria.filters.types)
    passed = _Passed(_passed(zone, criteria, by_name=by_name) | {"type": by_type})
    counts = None
    if counted:
        distinct = _Distinct(entities, some_repeated=several or bool(covering))
        counts = _all_counts(zone, passed, of_types=of_types, entities=entities, types=types, distinct=distinct)
    chosen = np.flatnonzero(passed.but(""))
    if several:
        chosen = chosen[np.unique(zone.place[chosen], return_index=True)[1]]
    chosen = chosen[ordered(_keys(zone.only(chosen), criteria), criteria)]
    stands_for = np.zeros(len(chosen), "i8")
    if covering:
        chosen = _first_of_each(chosen, entities)
        stands_for = np.where(entities[chosen] < 0, zone.cpts[chosen], 0)
    return Ranked(zone.place[chosen], stands_for, zone.chord[chosen], counts)


def _all_counts(
    zone: Zone, passed: _Passed, *, of_types: Array, entities: Array, types: Types, distinct: "_Distinct"
) -> dict[str, Mapping[str, int]]:
    mask = passed.but("type")
    by_type = _counted_types(of_types, entities, types=types, distinct=distinct, mask=mask)
    return {"type": by_type, **_counts(zone, passed, distinct)}


def _once_by_type(zone: Zone, types: Types) -> tuple[Zone, Array, bool]:
    """One row of each place and type, the type of each row, and whether a place may stand on several."""
    of_types = types.table[zone.activity]
    several = len(of_types) > 0 and zone.activity.min() != zone.activity.max()
    if not several:
        return zone, of_types, False
    # A place stands on a row for each of its activities.
    _, once = np.unique(zone.place * 1024 + of_types, return_index=True)
    return zone.only(once), of_types[once], True


def reached(
    zone: Zone,
    radii_km: Sequence[int],
    *,
    criteria: SearchCriteria,
    types: Types,
    covering: frozenset[int],
    by_name: bool,
) -> list[int]:
    """How many entries stand within each of these radii, all of which the zone covers; the rest as for `ranked`."""
    zone = _of_places(zone, criteria)
    entities = _entities(zone, covering)
    by_type = _of_types(types.table[zone.activity], entities, types=types, asked=criteria.filters.types)
    chosen = _Passed(_passed(zone, criteria, by_name=by_name) | {"type": by_type}).but("")
    return [len(np.unique(entities[chosen & (zone.chord <= chord_of(radius))])) for radius in radii_km]


def _entities(zone: Zone, covering: frozenset[int]) -> Array:
    """What each row is: a place, or below zero the CPTS that it stands for."""
    return np.where(np.isin(zone.cpts, list(covering)), -zone.cpts, zone.place) if covering else zone.place


def _of_places(zone: Zone, criteria: SearchCriteria) -> Zone:
    if criteria.excluded:
        zone = zone.only(~np.isin(zone.place, list(criteria.excluded)))
    return zone.only(np.isin(zone.place, list(criteria.places))) if criteria.places else zone


def _of_types(of_types: Array, entities: Array, *, types: Types, asked: frozenset[str]) -> Array | None:
    """Places of these types; an entry that stands for a CPTS is one too, whatever its members practise."""
    if not asked:
        return None
    found = np.isin(of_types, [at for at, code in enumerate(types.codes) if code in asked])
    return np.asarray(found | (entities < 0) if CPTS in asked else found)


def _counted_types(
    of_types: Array, entities: Array, *, types: Types, distinct: "_Distinct", mask: Array
) -> dict[str, int]:
    by_type = dict(zip(types.codes, distinct.among(of_types, mask, size=len(types.codes)), strict=True))
    standing = entities < 0
    if standing.any():
        by_type[CPTS] = distinct.where(standing | (of_types == types.codes.index(CPTS)), mask)
    return by_type


def _passed(zone: Zone, criteria: SearchCriteria, *, by_name: bool) -> dict[str, Array | None]:
    """Openings and modalities hold together, on one opening: each is left out of its own counts by its bits."""
    filters, flag = criteria.filters, _FLAG.get(criteria.mode)
    return {
        "mode": (zone.flags & flag) != 0 if flag else None,
        "openings": _offered(zone, criteria) if filters.of_openings or not (flag or by_name) else None,
        "convention": np.isin(zone.convention, list(filters.conventions)) if filters.conventions else None,
        "km": zone.chord <= chord_of(filters.distance_km) if filters.distance_km else None,
        "sas": (zone.flags & PARTICIPATES) != 0 if filters.participates else None,
        "everything": np.ones(len(zone.place), bool),
    }


def _offered(zone: Zone, criteria: SearchCriteria) -> Array:
    """An opening that fits, or a place of which its editor has told nothing yet, where nothing is asked of openings."""
    if criteria.filters.of_openings:
        return zone.fits
    return np.asarray(zone.fits | ((zone.flags & UNREAD) != 0))


class _Distinct:
    """Counts entries: places, or the one CPTS that several stand for."""

    def __init__(self, entities: Array, *, some_repeated: bool) -> None:
        self._repeated = np.empty(0, "i8")
        if some_repeated:
            _, inverse, times = np.unique(entities, return_inverse=True, return_counts=True)
            self._alone = times[inverse] == 1
            self._repeated = np.flatnonzero(~self._alone)
            self._entities = entities[self._repeated]

    def among(self, values: Array, mask: Array, *, size: int) -> list[int]:
        """How many entries where the mask holds have each value under `size`."""
        if not len(self._repeated):
            return list(np.bincount(values[mask], minlength=size).tolist())
        found = np.bincount(values[mask & self._alone], minlength=size)
        ours, entities = values[self._repeated][mask[self._repeated]], self._entities[mask[self._repeated]]
        return [int(found[value]) + len(np.unique(entities[ours == value])) for value in range(size)]

    def of_bits(self, bits: Array, mask: Array, *, size: int) -> list[int]:
        """How many entries where the mask holds have each of the first bits."""
        if not len(self._repeated):
            one = np.unpackbits(bits[mask][:, None], axis=1, bitorder="little")[:, :size]
            return list(np.count_nonzero(one, axis=0).tolist())
        return [self.where((bits >> at & 1) != 0, mask) for at in range(size)]

    def where(self, holds: Array, mask: Array) -> int:
        """How many entries where both hold."""
        return self.among(holds.view("u1"), mask, size=2)[1]


def _counts(zone: Zone, passed: _Passed, distinct: _Distinct) -> Counts:
    openings, kilometres = passed.but("openings"), passed.but("km")
    by_sector = distinct.among(zone.convention, passed.but("convention"), size=len(CONVENTIONS))
    by_kind = distinct.of_bits(zone.modalities, openings, size=len(Modality))
    by_band = distinct.of_bits(zone.bands, openings, size=len(BANDS))
    nearer = {str(km): distinct.where(zone.chord <= chord_of(km), kilometres) for km in DISTANCES_KM}
    return {
        "sous": {str(band): count for band, count in enumerate(by_band)},
        "consultation": {str(1 << at): count for at, count in enumerate(by_kind)},
        "convention": {str(sector): count for sector, count in enumerate(by_sector)},
        "km": nearer,
        "sas": {"1": distinct.where((zone.flags & PARTICIPATES) != 0, passed.but("sas"))},
    }


def _keys(zone: Zone, criteria: SearchCriteria) -> Keys:
    opens = zone.fits if criteria.filters.of_openings else zone.opens
    participates = (zone.flags & PARTICIPATES) != 0
    return Keys(zone.place, opens, participates, zone.chord, zone.shuffle, zone.first)


def ordered(keys: Keys, criteria: SearchCriteria) -> Array:
    """Positions in the order of timetable.ranking: the last key is the first of lexsort's."""
    after: Array = ~keys.opens * np.uint64(2) + ~keys.participates * np.uint64(1)
    # Chords and mixed numbers are positive and leave two bits above them: one number sorts all but equals.
    among = keys.chord.view("u8") if criteria.order is Order.DISTANCE else _shuffled(keys.shuffle, criteria.seed)
    if criteria.choice is Choice.EARLIEST:
        return np.lexsort((keys.place, among, ~keys.participates, keys.first, ~keys.opens))
    if criteria.choice is Choice.NEAREST:
        return np.lexsort((keys.place, among, ~keys.participates, keys.chord, ~keys.opens))
    key = after << np.uint64(62) | among
    order = np.argsort(key)
    alike = np.diff(key[order]) == 0
    return np.lexsort((keys.place, key)) if alike.any() else order


def _shuffled(shuffle: Array, seed: int) -> Array:
    """timetable.ranking.shuffled, on unsigned 64 bits, which wrap as its mask does."""
    mixed = ((shuffle.astype("u8") ^ np.uint64(seed)) * np.uint64(FIRST_FACTOR)) & np.uint64(0xFFFFFFFF)
    mixed ^= mixed >> np.uint64(16)
    return (mixed * np.uint64(SECOND_FACTOR)) & np.uint64(0xFFFFFFFF)


def _first_of_each(chosen: Array, entities: Array) -> Array:
    """In order, the first place that stands for each CPTS, and every other place."""
    _, first = np.unique(entities[chosen], return_index=True)
    return np.asarray(chosen[np.sort(first)])
