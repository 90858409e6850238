"""What ranking reads of the country, as arrays: 82 bytes for a row, 7 for an opening (ADR 29).

A block is read in one statement, whose columns come as binary arrays: no Python object is made per row. It is never
changed; what changes makes another block.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sas.rooms.offer.rules import Disc
from sas.statements import Cells

Array = NDArray[Any]
Ask = Callable[[str, Mapping[str, object]], Cells]
"""Runs a statement that gives one row, and returns its binary cells as they came."""

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PARTICIPATES, OVERBOOKING, REORIENTATION, UNREAD = 1, 2, 4, 8
PLAGE = 8
"""Beside the three bits of the modalities: it can be given until its end."""

LABELS = 4
"""Above these four bits, those of editors.Labels: who may see it."""

_US, _MINUTE_US = 1_000_000, 60_000_000
_MARGIN = 1e-4
_SHORT = 50
"""Openings in a stretch, on average, under which picking them one by one costs less."""
_ONE_DIMENSION = 20
"""Bytes before the elements of a binary array of one dimension; an empty one has none."""

_READ = """
select r.*, o.* from
  (select array_agg(place_id), array_agg(activity_id), array_agg(band), array_agg(lon), array_agg(x), array_agg(y),
     array_agg(z), array_agg(shuffle),
     array_agg((participates::int + 2 * overbooking::int + 4 * reorientation::int + 8 * unread::int)),
     array_agg(convention), array_agg(coalesce(cpts_id, 0)), array_agg(coalesce(absent_from, 'infinity')),
     array_agg(coalesce(absent_to, 'infinity'))
   from offer_offerrank {where}) r,
  (select array_agg(place_id), array_agg(start), array_agg(until), array_agg(minutes),
     array_agg((modalities + case when capacity > 0 then 8 else 0 end + 16 * labels)::int)
   from offer_offeropening {where} {glue} until > %(now)s and start < %(covered)s) o
"""
_ROWS = ("i8", "i2", "i2", "f8", "f8", "f8", "f8", "i4", "i4", "i2", "i8", "i8", "i8")
_OPENINGS = ("i8", "i8", "i8", "i2", "i4")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows by zone (activity, band, longitude: one number), each with its part of the openings, `first` and `count`.

    Instants of openings are whole seconds, of absences microseconds, since EPOCH. `by_place`: rows by place.
    """

    zone: Array
    activity: Array
    place: Array
    x: Array
    y: Array
    z: Array
    shuffle: Array
    flags: Array
    convention: Array
    cpts: Array
    absent_from: Array
    absent_to: Array
    first: Array
    count: Array
    by_place: Array
    start: Array
    minutes: Array
    kinds: Array

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return sum(int(getattr(self, name).nbytes) for name in self.__dataclass_fields__)


OPENING_COLUMNS = ("start", "minutes", "kinds")
ROW_COLUMNS = tuple(name for name in Block.__dataclass_fields__ if name not in {"by_place", *OPENING_COLUMNS})


def read(ask: Ask, *, now: datetime, covered: datetime, places: Collection[int] | None = None) -> Block:
    """The country, or some of its places, with what opens between `now` and `covered`."""
    where = "" if places is None else "where place_id = any(%(places)s)"
    statement = _READ.format(where=where, glue="and" if where else "where")
    values = {"now": now, "covered": covered, "places": list(places or ())}
    cells = [elements(raw, kind) for raw, kind in zip(ask(statement, values), _ROWS + _OPENINGS, strict=True)]
    return _block(cells[: len(_ROWS)], cells[len(_ROWS) :])


def elements(raw: bytes | None, kind: str) -> Array:
    """Those of a binary array, as that kind of number; none of them is null."""
    if raw is None:
        return np.empty(0, kind)
    element = np.dtype([("length", ">i4"), ("value", f">{kind}")])
    return np.frombuffer(raw, element, offset=_ONE_DIMENSION)["value"].astype(kind)


def _block(ranks: list[Array], openings: list[Array]) -> Block:
    place, activity, band, lon, x, y, z, shuffle, flags, convention, cpts, absent_from, absent_to = ranks
    owner, start, until, minutes, kinds = openings
    # A row written before `minutes` was kept still says when a plage ends.
    minutes = np.maximum(minutes, (until - start) // _MINUTE_US)
    zone = zone_of(activity, band) + lon + 180
    by_zone = np.argsort(zone, kind="stable")
    columns: dict[str, Array] = {
        "zone": zone, "activity": activity, "place": place, "x": x, "y": y, "z": z, "shuffle": shuffle,
        "flags": flags.astype("u1"), "convention": convention.astype("u1"), "cpts": cpts,
        "absent_from": absent_from, "absent_to": absent_to,
    }  # fmt: skip
    rows = {name: column[by_zone] for name, column in columns.items()}
    by_place = np.argsort(rows["place"], kind="stable").astype("i4")
    # Openings lie in the order of the rows that read them: those of neighbours are neighbours in memory.
    home, of_rows = (_first_rows(rows["place"], by_place, wanted=wanted) for wanted in (owner, rows["place"]))
    by_home = np.argsort(home, kind="stable")
    home = home[by_home]
    first = np.searchsorted(home, of_rows)
    return Block(
        **rows,
        first=first.astype("i4"),
        count=(np.searchsorted(home, of_rows, "right") - first).astype("i4"),
        by_place=by_place,
        start=(start // _US).astype("i4")[by_home],
        minutes=minutes.astype("i2")[by_home],
        kinds=kinds.astype("u1")[by_home],
    )


def _first_rows(place: Array, by_place: Array, *, wanted: Array) -> Array:
    """The first row of each of these places; as many as there are rows for a place without any."""
    at = np.searchsorted(place, wanted, sorter=by_place)
    near = by_place[np.minimum(at, len(place) - 1)] if len(place) else at
    return np.where((at < len(place)) & (place[near] == wanted), near, len(place)) if len(place) else at


def zone_of(activity: Array, band: Array) -> Array:
    """Where the rows of an activity and a band begin: 512 to each, for longitudes."""
    return (activity.astype("i8") * 8192 + band + 4096) * 512.0


def spread(first: Array, count: Array) -> Array:
    """All positions of the stretches that begin at `first` and hold `count`."""
    ends = np.cumsum(count, dtype="i8")
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - count), count) + np.arange(total)


def openings_of(block: Block, *, first: Array, count: Array) -> list[Array]:
    """OPENING_COLUMNS of the openings of these rows, row after row.

    Rows of one zone are neighbours, and so are their openings: long stretches are copied whole.
    """
    columns = [getattr(block, name) for name in OPENING_COLUMNS]
    after = first + count
    begins = np.flatnonzero(first[1:] != after[:-1]) + 1
    if not len(first) or len(begins) * _SHORT > count.sum():
        at = spread(first, count)
        return [column[at] for column in columns]
    froms, tos = first[[0, *begins]].tolist(), after[[*(begins - 1), -1]].tolist()
    stretches = [slice(*ends) for ends in zip(froms, tos, strict=True)]
    return [np.concatenate([column[one] for one in stretches]) for column in columns]


def within(block: Block, *, activities: Collection[int], disc: Disc) -> Array:
    """Positions of the rows of these activities in the cover of a disc: a little too many, never too few."""
    bases = zone_of(np.array(sorted(activities))[:, None], np.array(disc.bands)[None, :]) + 180
    wests = np.searchsorted(block.zone, (bases + np.array(disc.wests) - _MARGIN).ravel())
    easts = np.searchsorted(block.zone, (bases + np.array(disc.easts) + _MARGIN).ravel(), "right")
    return spread(wests, np.maximum(easts - wests, 0))


def of_places(block: Block, places: Collection[int]) -> Array:
    """Positions of the rows of these places."""
    wanted = np.array(sorted(places), "i8")
    first, after = (np.searchsorted(block.place, wanted, side, block.by_place) for side in ("left", "right"))
    return block.by_place[spread(first, after - first)]


def merged(block: Block, other: Block, *, kept: Array) -> Block:
    """The rows of `block` that are `kept` and those of `other`, with their openings and no other."""
    mine, theirs = _packed(block, np.flatnonzero(kept)), _packed(other, np.arange(len(other.place)))
    theirs["first"] = theirs["first"] + len(mine["start"])
    joined = {name: np.concatenate((mine[name], theirs[name])) for name in mine}
    by_zone = np.argsort(joined["zone"], kind="stable")
    rows = {name: joined[name][by_zone] for name in ROW_COLUMNS}
    return Block(
        **rows,
        by_place=np.argsort(rows["place"], kind="stable").astype("i4"),
        **{name: joined[name] for name in OPENING_COLUMNS},
    )


def _packed(block: Block, rows: Array) -> dict[str, Array]:
    """Columns of these rows; rows of one place share its openings, kept once."""
    _, one, whose = np.unique(block.place[rows], return_index=True, return_inverse=True)
    in_order = np.argsort(one)
    one, whose = one[in_order], np.argsort(in_order)[whose]
    first, count = block.first[rows][one], block.count[rows][one]
    openings = spread(first, count)
    packed = {name: getattr(block, name)[rows] for name in ROW_COLUMNS}
    packed["first"] = (np.cumsum(count) - count).astype("i4")[whose]
    return packed | {name: getattr(block, name)[openings] for name in OPENING_COLUMNS}


def microseconds(moment: datetime) -> int:
    """Since EPOCH."""
    return (moment - EPOCH) // timedelta(microseconds=1)


EMPTY = _block([np.empty(0, kind) for kind in _ROWS], [np.empty(0, kind) for kind in _OPENINGS])
