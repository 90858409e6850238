"""The same order asked of the database: what serves until the memory does, and what it is held against."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.arrays import elements
from sas.rooms.offer.queries.criteria import SearchCriteria, band_limits
from sas.rooms.offer.queries.order import Ranked
from sas.rooms.offer.queries.viewer import ALL_LABELS
from sas.rooms.offer.rules import chord_of, disc
from sas.statements import cells
from sas.timetable.ranking import Choice, Order

# The disc by bands of latitude: one index range each. OFFSET 0 keeps the planner on that plan.
_ZONE = """
from unnest(%(bands)s::smallint[], %(wests)s::float8[], %(easts)s::float8[]) as band(id, west, east)
cross join lateral (
    select * from offer_offerrank r
    where r.activity_id = any(%(activities)s::smallint[]) and r.band = band.id and r.lon between band.west and band.east
    offset 0) r
"""
# A name is rare: start from the places that bear it.
_NAMED = """
from unnest(%(named)s::bigint[]) as named(place_id)
join offer_offerrank r on r.place_id = named.place_id and r.activity_id = any(%(activities)s::smallint[])
"""
CHORD = "(r.x - %(x)s) * (r.x - %(x)s) + (r.y - %(y)s) * (r.y - %(y)s) + (r.z - %(z)s) * (r.z - %(z)s)"
# timetable.ranking.shuffled, on bigint; a test holds the two against each other.
_MIXED = "(((r.shuffle # %(seed)s)::bigint * 2654435761) & 4294967295)"
_SHUFFLED = f"((({_MIXED} # ({_MIXED} >> 16)) * -2048144777) & 4294967295)"
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
_KEY = {Order.DISTANCE: "chord", Order.RANDOM: _SHUFFLED}
_CHOSEN = {Choice.EARLIEST: "first_at", Choice.NEAREST: "chord"}
# The published order's two first keys as one number, and with the third where it is one of 32 bits: a département is
# sorted in a third of the time that four keys take.
_CLASS = "((not open)::int << 1 | (not participates)::int)"
_PUBLISHED = {Order.DISTANCE: f"{_CLASS}, chord", Order.RANDOM: f"{_CLASS}::bigint << 32 | {_SHUFFLED}"}
_FLAG = {Mode.OVERBOOKING: "r.overbooking", Mode.PACKAGE: "r.reorientation"}
# Only where the two openings that a row carries do not say enough.
_FIRST = """
cross join lateral (
    select min(greatest(o.start, %(now)s)) as first_at from offer_offeropening o
    where o.place_id = r.place_id and o.start < %(horizon)s and o.until > %(now)s
      and (o.labels & %(sees)s) <> 0 and (o.modalities & %(modalities)s) <> 0 and ({bands})) f
"""
# The columns of the ordered rows; an aggregate reads a sorted subquery in its order.
_COLUMNS = """
select array_agg(place_id), array_agg(coalesce(cpts_id, 0)), array_agg(chord)
from ({}) ordered"""
_OVERLAPS = "(o.start < %(high{0})s and greatest(o.until, o.start + o.minutes * interval '1 minute') > %(low{0})s)"


def rank_by_sql(
    criteria: SearchCriteria, *, activities: Collection[int], named: Collection[int] | None, now: datetime
) -> Ranked:
    """The places of the whole zone in order, with the CPTS in which each is declared; this engine does not count.

    They come as three arrays: thousands of rows would cost more to read than to rank.
    """
    statement = _statement(criteria, once=len(activities) == 1, by_name=named is not None)
    values = _values(criteria, activities=activities, named=named, now=now)
    places, cpts, chords = cells(_COLUMNS.format(statement), values)
    return Ranked(elements(places, "i8"), elements(cpts, "i8"), elements(chords, "f8"), None)


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
        "seed": criteria.seed,
        "sees": criteria.sees,
        "modalities": int(filters.modalities) or 7,
        "conventions": sorted(filters.conventions),
        "excluded": sorted(criteria.excluded),
        "places": sorted(criteria.places),
    }


def _statement(criteria: SearchCriteria, *, once: bool, by_name: bool) -> str:
    filters, source = criteria.filters, _NAMED if by_name else _ZONE
    opens, first = OPEN, "null::timestamptz"
    if filters.of_openings or criteria.choice is Choice.EARLIEST:
        bands = " or ".join(_OVERLAPS.format(band) for band in sorted(filters.bands)) or "true"
        source, opens, first = source + _FIRST.format(bands=bands), "f.first_at is not null", "f.first_at"
    flag = _FLAG.get(criteria.mode)
    conditions = [
        *([] if by_name else [f"not {ABSENT}"]),
        f"{CHORD} <= %(longest)s",
        *([flag] if flag else []),
        *([opens] if filters.of_openings else [] if flag or by_name else [f"({opens} or r.unread)"]),
        *(["r.convention = any(%(conventions)s::smallint[])"] if filters.conventions else []),
        *(["r.participates"] if filters.participates else []),
        *(["not r.place_id = any(%(excluded)s::bigint[])"] if criteria.excluded else []),
        *(["r.place_id = any(%(places)s::bigint[])"] if criteria.places else []),
    ]
    # A place of several activities stands on several rows: shown once.
    distinct = "" if once else "distinct on (place_id)"
    return f"""
        select place_id, chord, cpts_id
        from (select {distinct} r.place_id, r.participates, {CHORD} as chord, {opens} as open, r.shuffle, r.cpts_id,
                     {first} as first_at
              {source} where {" and ".join(conditions)}) r
        order by {_order(criteria)}, place_id"""


def _order(criteria: SearchCriteria) -> str:
    if criteria.choice is Choice.PUBLISHED:
        return _PUBLISHED[criteria.order]
    return f"open desc, {_CHOSEN[criteria.choice]}, participates desc, {_KEY[criteria.order]}"
