"""The candidates of one search, as columns: what lies in the disc, and what each still offers."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sas.rooms.offer.queries.arrays import PLAGE, Array, Block, microseconds, spread
from sas.rooms.offer.queries.criteria import SearchCriteria, band_limits
from sas.rooms.offer.rules import Disc

ALL_BANDS = 0b1000000
"""A seventh bit of an opening's bands: at the change of hour, three days may last longer than the last band."""
_ROW = ("place", "activity", "shuffle", "flags", "convention", "cpts")
_NEVER = np.iinfo("i4").max


@dataclass(frozen=True, slots=True)
class Zone:
    """One entry per row of a place in the disc that is not absent.

    `opens`: any opening of the three days. `bands`: bits of those where an opening of the modalities asked falls, and
    `modalities`: bits of the openings in the bands asked. `fits`: an opening is both. `first`: when the first that
    fits can be given, in whole seconds.
    """

    place: Array
    activity: Array
    shuffle: Array
    flags: Array
    convention: Array
    cpts: Array
    chord: Array
    opens: Array
    bands: Array
    modalities: Array
    fits: Array
    first: Array

    def only(self, kept: Array) -> "Zone":
        """The rows at these positions, or where this mask holds."""
        return Zone(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Asked:
    """The instants of a search in the whole seconds of the arrays, and what it wants of an opening."""

    now_us: int
    now: int
    horizon: int
    limits: tuple[tuple[int, int], ...]
    bands: int
    modalities: int


def asked(criteria: SearchCriteria, now: datetime) -> Asked:
    """Openings are whole seconds: to be later than an instant is to be later than its second."""
    filters = criteria.filters
    return Asked(
        now_us=microseconds(now),
        now=_floor(now),
        horizon=_ceiling(criteria.horizon(now)),
        limits=tuple((_floor(low), _ceiling(high)) for low, high in band_limits(now)),
        bands=sum(1 << band for band in filters.bands) or ALL_BANDS,
        modalities=int(filters.modalities) or 7,
    )


def _floor(moment: datetime) -> int:
    return microseconds(moment) // 1_000_000


def _ceiling(moment: datetime) -> int:
    return -(-microseconds(moment) // 1_000_000)


def zone(block: Block, rows: Array, *, disc: Disc, wanted: Asked) -> Zone:
    """The rows among these positions that lie in the disc and are not absent (F-144, F-149)."""
    dx, dy, dz = block.x[rows] - disc.x, block.y[rows] - disc.y, block.z[rows] - disc.z
    chord = dx * dx + dy * dy + dz * dz
    absent = (block.absent_from[rows] <= wanted.now_us) & (block.absent_to[rows] >= wanted.now_us)
    inside = (chord <= disc.longest) & ~absent
    rows = rows[inside]
    columns = {name: getattr(block, name)[rows] for name in _ROW}
    return Zone(**columns, chord=chord[inside], **_offered(block, rows, wanted))


def _offered(block: Block, rows: Array, wanted: Asked) -> dict[str, Array]:
    """What each row's openings are worth to this search."""
    count = block.count[rows]
    at, whose = spread(block.first[rows], count), np.repeat(np.arange(len(rows)), count)
    start, kinds = block.start[at], block.kinds[at]
    end = start + block.minutes[at] * np.int32(60)
    shown = (start < wanted.horizon) & (np.where(kinds & PLAGE, end, start) > wanted.now)
    whose, start, end, kinds = whose[shown], start[shown], end[shown], kinds[shown]
    bands = np.full(len(start), ALL_BANDS, "u1")
    for band, (low, high) in enumerate(wanted.limits):
        bands |= ((start < high) & (end > low)).astype("u1") << band
    of_kind, in_band = (kinds & wanted.modalities) != 0, (bands & wanted.bands) != 0
    fitting = of_kind & in_band
    reduced = _Reduced(whose, len(rows))
    return {
        "opens": reduced(np.bitwise_or, np.ones(len(start), "u1"), empty=0) != 0,
        "bands": reduced(np.bitwise_or, np.where(of_kind, bands, 0), empty=0),
        "modalities": reduced(np.bitwise_or, np.where(in_band, kinds & 7, 0), empty=0),
        "fits": reduced(np.bitwise_or, fitting.astype("u1"), empty=0) != 0,
        "first": reduced(np.minimum, np.where(fitting, np.maximum(start, wanted.now), _NEVER), empty=_NEVER),
    }


class _Reduced:
    """One value per row out of those of its openings, which stand together."""

    def __init__(self, whose: Array, rows: int) -> None:
        self._cuts = np.flatnonzero(np.diff(whose, prepend=-1))
        self._owners, self._rows = whose[self._cuts], rows

    def __call__(self, reduce: np.ufunc, values: Array, *, empty: int) -> Array:
        found = np.full(self._rows, empty, values.dtype)
        if len(self._cuts):
            found[self._owners] = reduce.reduceat(values, self._cuts)
        return found


def joined(zones: list[Zone]) -> Zone:
    """Several as one."""
    if len(zones) == 1:
        return zones[0]
    return Zone(*(np.concatenate([getattr(one, name) for one in zones]) for name in Zone.__dataclass_fields__))
