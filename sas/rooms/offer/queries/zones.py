"""The candidates of one search, as columns: what lies in the disc, and what each still offers."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sas.rooms.offer.queries.arrays import LABELS, PLAGE, Array, Block, microseconds, openings_of
from sas.rooms.offer.queries.criteria import BANDS, SearchCriteria
from sas.rooms.offer.queries.viewer import ALL_LABELS
from sas.rooms.offer.rules import Disc
from sas.timetable.ranking import Choice

ALL_BANDS = 0b1000000
"""A seventh bit of an opening's bands: at the change of hour, three days may last longer than the last band."""
_ROW = ("place", "activity", "shuffle", "flags", "convention", "cpts")
_BANDS, _KIND, _FITS, _OPENS = np.uint16(127), np.uint16(128), np.uint16(1024), np.uint16(2048)
"""Of an opening, in sixteen bits: seven of bands, three of modalities, whether it fits, whether it is shown."""

_HOUR = 3600
_NEVER = np.iinfo("i4").max


@dataclass(frozen=True, slots=True)
class Zone:
    """One entry per row of a place in the disc that is not absent, or that is asked for by its name.

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
    earliest: bool
    absent_too: bool
    sees: int


def asked(criteria: SearchCriteria, now: datetime, *, by_name: bool) -> Asked:
    """Openings are whole seconds: to be later than an instant is to be later than its second."""
    filters = criteria.filters
    return Asked(
        now_us=microseconds(now),
        now=_floor(now),
        horizon=_ceiling(criteria.horizon(now)),
        limits=tuple((_floor(now) + low * _HOUR, _ceiling(now) + high * _HOUR) for low, high in BANDS),
        bands=sum(1 << band for band in filters.bands) or ALL_BANDS,
        modalities=int(filters.modalities) or 7,
        earliest=criteria.choice is Choice.EARLIEST,
        absent_too=by_name,
        sees=criteria.sees,
    )


def _floor(moment: datetime) -> int:
    return microseconds(moment) // 1_000_000


def _ceiling(moment: datetime) -> int:
    return -(-microseconds(moment) // 1_000_000)


def zone(block: Block, rows: Array, *, disc: Disc, wanted: Asked) -> Zone:
    """The rows among these positions that lie in the disc and are not absent, unless by name (F-144, F-149)."""
    dx, dy, dz = block.x[rows] - disc.x, block.y[rows] - disc.y, block.z[rows] - disc.z
    chord = dx * dx + dy * dy + dz * dz
    absent = (block.absent_from[rows] <= wanted.now_us) & (block.absent_to[rows] >= wanted.now_us)
    inside = np.flatnonzero((chord <= disc.longest) & (~absent | wanted.absent_too))
    rows = rows[inside]
    columns = {name: getattr(block, name)[rows] for name in _ROW}
    return Zone(**columns, chord=chord[inside], **_offered(block, rows, wanted))


def _offered(block: Block, rows: Array, wanted: Asked) -> dict[str, Array]:
    """What each row's openings are worth to this search: bits of each opening, put together row by row."""
    first, count = block.first[rows], block.count[rows]
    start, minutes, kinds = openings_of(block, first=first, count=count)
    end = start + minutes * np.int32(60)
    shown = (start < wanted.horizon) & ((start > wanted.now) | ((kinds & PLAGE) != 0) & (end > wanted.now))
    if wanted.sees != ALL_LABELS:
        shown &= (kinds >> LABELS & wanted.sees) != 0
    bands = np.full(len(start), ALL_BANDS, "u2")
    for band, (low, high) in enumerate(wanted.limits):
        bands |= ((start < high) & (end > low)).view("u1").astype("u2") << band
    of_kind, in_band = (kinds & wanted.modalities) != 0, (bands & wanted.bands) != 0
    fitting = of_kind & in_band
    bits = bands * of_kind + ((kinds & 7) * in_band).astype("u2") * _KIND + fitting * _FITS + _OPENS
    per_row = _Reduced(count)
    packed = per_row(np.bitwise_or, bits * shown, empty=0)
    can_start = np.where(fitting & shown, np.maximum(start, wanted.now), _NEVER) if wanted.earliest else None
    return {
        "opens": packed >= _OPENS,
        "bands": (packed & _BANDS).astype("u1"),
        "modalities": (packed // _KIND & 7).astype("u1"),
        "fits": (packed & _FITS) != 0,
        "first": packed if can_start is None else per_row(np.minimum, can_start, empty=_NEVER),
    }


class _Reduced:
    """One value per row out of those of its openings, which stand together."""

    def __init__(self, count: Array) -> None:
        self._rows, self._some = len(count), np.flatnonzero(count)
        self._cuts = (np.cumsum(count) - count)[self._some]

    def __call__(self, reduce: np.ufunc, values: Array, *, empty: int) -> Array:
        found = np.full(self._rows, empty, values.dtype)
        if len(self._cuts):
            found[self._some] = reduce.reduceat(values, self._cuts)
        return found


def joined(zones: list[Zone]) -> Zone:
    """Several as one."""
    if len(zones) == 1:
        return zones[0]
    return Zone(*(np.concatenate([getattr(one, name) for one in zones]) for name in Zone.__dataclass_fields__))
