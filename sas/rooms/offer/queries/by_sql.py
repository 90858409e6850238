"""The same zone asked of the database: what serves until the memory does, and what it is held against."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.arrays import elements
from sas.rooms.offer.queries.criteria import SearchCriteria, band_limits
from sas.rooms.offer.queries.order import Keys, Ranked, ordered
from sas.rooms.offer.queries.viewer import ALL_LABELS
from sas.rooms.offer.rules import chord_of, disc
from sas.statements import cells
from sas.timetable.ranking import Choice

# The disc by bands of latitude: one index range each. OFFSET 0 keeps the planner on that plan, and what a row is worth
# computed once.
_ZONE = """
from unnest(%(bands)s::smallint[], %(wests)s::float8[], %(easts)s::float8[]) as band(id, west, east)
cross join lateral (
    select {columns} from offer_offerrank r {first}
    where r.activity_id = any(%(activities)s::smallint[]) and r.band = band.id and r.lon between band.west and band.east
      and {conditions}
    offset 0) r
"""
# A name is rare: start from the places that bear it.
_NAMED = """
from (
    select {columns} from unnest(%(named)s::bigint[]) as named(place_id)
    join offer_offerrank r on r.place_id = named.place_id and r.activity_id = any(%(activities)s::smallint[]) {first}
    where {conditions}
    offset 0) r
"""
CHORD = "(r.x - %(x)s) * (r.x - %(x)s) + (r.y - %(y)s) * (r.y - %(y)s) + (r.z - %(z)s) * (r.z - %(z)s)"
# Slots that not everybody sees are looked for one by one, for those alone who do not see all.
_SEEN = f"""(%(sees)s = {ALL_LABELS} or exists (
    select from offer_offeropening s where s.place_id = r.place_id and s.start < %(horizon)s and s.until > %(now)s
      and (s.labels & %(sees)s) <> 0))"""
OPEN = (
    "(coalesce((r.first_start < %(horizon)s and r.first_until > %(now)s)"
    f" or (r.second_start < %(horizon)s and r.second_until > %(now)s), false) and {_SEEN})"
)
# Unavailable for the whole next 48 hours: out of the results, in every mode, unless asked for by name (C10).
ABSENT = "coalesce(r.absent_from <= %(now)s and (r.absent_to is null or r.absent_to >= %(now)s), false)"
_FLAG = {Mode.OVERBOOKING: "r.overbooking", Mode.PACKAGE: "r.reorientation"}
# Only where the two openings that a row carries do not say enough.
_FIRST = """
cross join lateral (
    select min(greatest(o.start, %(now)s)) as first_at from offer_offeropening o
    where o.place_id = r.place_id and o.start < %(horizon)s and o.until > %(now)s
      and (o.labels & %(sees)s) <> 0 and (o.modalities & %(modalities)s) <> 0 and ({bands})) f
"""
# The bits of the order stand above the 31 of `shuffle`: each array costs as much as a test of the rows.
_ROW = f"""r.place_id, coalesce(r.cpts_id, 0) as cpts, {CHORD} as chord,
    ({{opens}})::int::bigint << 32 | r.participates::int::bigint << 31 | r.shuffle as bits, {{first}} as first_at"""
_COLUMNS = """
select array_agg(place_id), array_agg(cpts), array_agg(chord), array_agg(bits), {first}
from ({found}) found"""
_FIRST_AT = {True: "array_agg(coalesce(first_at, 'infinity'))", False: "null"}
_OVERLAPS = "(o.start < %(high{0})s and greatest(o.until, o.start + o.minutes * interval '1 minute') > %(low{0})s)"


def rank_by_sql(
    criteria: SearchCriteria, *, activities: Collection[int], named: Collection[int] | None, now: datetime
) -> Ranked:
    """The places of the whole zone in order, with the CPTS in which each is declared; this engine does not count.

    The database finds them and gives arrays: thousands of rows would cost more to read than to find. They are put in
    order here, by the one function that orders columns.
    """
    found = _statement(criteria, once=len(activities) == 1, by_name=named is not None)
    statement = _COLUMNS.format(found=found, first=_FIRST_AT[criteria.choice is Choice.EARLIEST])
    values = _values(criteria, activities=activities, named=named, now=now)
    places, cpts, chords, bits, first = map(elements, cells(statement, values), ("i8", "i8", "f8", "i8", "i8"))
    opens, participates = bits >> 32 != 0, (bits >> 31 & 1) != 0
    keys = Keys(places, opens, participates, chords, bits & 0x7FFFFFFF, first)
    return Ranked(places, cpts, chords, None).only(ordered(keys, criteria))


def standing_for(found: Ranked, covering: frozenset[int]) -> Ranked:
    """With one entry for each CPTS that covers the commune: its first member's."""
    stands_for = np.where(np.isin(found.cpts, list(covering)), found.cpts, 0)
    entries = replace(found, cpts=stands_for)
    first = np.sort(np.unique(entries.entities, return_index=True)[1])
    return entries.only(first)


def _values(
    criteria: SearchCriteria, *, activities: Collection[int], named: Collection[int] | None, now: datetime
) -> Mapping[str, object]:
    area, filters = criteria.area, criteria.filters
    zone = disc(lat=area.lat, lon=area.lon, radius_km=area.radius_km)
    limits: dict[str, object] = {}
    for band, (low, high) in enumerate(band_limits(now)):
        limits |= {f"low{band}": low, f"high{band}": high}
    return limits | {
        "activities": sorted(activities),
        "named": list(named or ()),
        "bands": list(zone.bands),
        "wests": list(zone.wests),
        "easts": list(zone.easts),
        "x": zone.x,
        "y": zone.y,
        "z": zone.z,
        "longest": min(zone.longest, chord_of(filters.distance_km)) if filters.distance_km else zone.longest,
        "now": now,
        "horizon": criteria.horizon(now),
        "sees": criteria.sees,
        "modalities": int(filters.modalities) or 7,
        "conventions": sorted(filters.conventions),
        "excluded": sorted(criteria.excluded),
        "places": sorted(criteria.places),
    }


def _statement(criteria: SearchCriteria, *, once: bool, by_name: bool) -> str:
    filters, source = criteria.filters, _NAMED if by_name else _ZONE
    opens, first, first_of = OPEN, "null::timestamptz", ""
    if filters.of_openings or criteria.choice is Choice.EARLIEST:
        bands = " or ".join(_OVERLAPS.format(band) for band in sorted(filters.bands)) or "true"
        opens, first, first_of = "f.first_at is not null", "f.first_at", _FIRST.format(bands=bands)
    flag = _FLAG.get(criteria.mode)
    offered = "" if flag or by_name else f"({opens} or r.unread)"
    conditions = [
        *([] if by_name else [f"not {ABSENT}"]),
        *([flag] if flag else []),
        *([opens] if filters.of_openings else [offered] if offered else []),
        *(["r.convention = any(%(conventions)s::smallint[])"] if filters.conventions else []),
        *(["r.participates"] if filters.participates else []),
        *(["not r.place_id = any(%(excluded)s::bigint[])"] if criteria.excluded else []),
        *(["r.place_id = any(%(places)s::bigint[])"] if criteria.places else []),
    ]
    # What was let in and is not awaited is open: nothing is asked of it a second time.
    columns = _ROW.format(opens=f"not r.unread or {opens}" if offered else opens, first=first)
    found = source.format(columns=columns, first=first_of, conditions=" and ".join(conditions) or "true")
    # A place of several activities stands on several rows: shown once.
    return f"select {'' if once else 'distinct on (place_id)'} * {found} where chord <= %(longest)s"
