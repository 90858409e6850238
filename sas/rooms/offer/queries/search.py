"""The search: the whole zone ranked at once by the one published order, a page of it shown (F-146, F-147)."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.statements import run
from sas.rooms.offer.queries.vocabulary import What, understand
from sas.rooms.offer.rules import disc, metres_of
from sas.timetable.capacity import search_window
from sas.timetable.ranking import Order

SIX_DIGITS_OF_PAGES = 100_000

# The disc by bands of latitude: one index range each. OFFSET 0 keeps the planner on that plan.
_ZONE = """
from unnest(%(bands)s::smallint[], %(wests)s::float8[], %(easts)s::float8[]) as band(id, west, east)
cross join lateral (
    select * from offer_offerrank r
    where r.activity_id = any(%(activities)s::smallint[]) and r.band = band.id and r.lon between band.west and band.east
    offset 0) r
"""
# A name is rare: start from the cards that bear it.
_NAMED = """
from (select place_id from offer_offercard where {words}) named
join offer_offerrank r on r.place_id = named.place_id
"""
_CHORD = "(r.x - %(x)s) * (r.x - %(x)s) + (r.y - %(y)s) * (r.y - %(y)s) + (r.z - %(z)s) * (r.z - %(z)s)"
# timetable.ranking.shuffled, on bigint; a test holds the two against each other.
_MIXED = "(((r.shuffle # %(seed)s)::bigint * 2654435761) & 4294967295)"
_SHUFFLED = f"((({_MIXED} # ({_MIXED} >> 16)) * -2048144777) & 4294967295)"
_OPEN = (
    "coalesce((r.first_start < %(horizon)s and r.first_until > %(now)s)"
    " or (r.second_start < %(horizon)s and r.second_until > %(now)s), false)"
)
# Unavailable for the whole next 48 hours: out of the results, in both modes (C10).
_ABSENT = "coalesce(r.absent_from <= %(now)s and (r.absent_to is null or r.absent_to >= %(now)s), false)"
_KEY = {Order.DISTANCE: "chord", Order.RANDOM: _SHUFFLED}
# In slots mode every place shown has one.
_FIRST = {Mode.SLOTS: "", Mode.OVERBOOKING: "open desc,"}
_ASKED = {Mode.SLOTS: _OPEN, Mode.OVERBOOKING: "r.overbooking"}


@dataclass(frozen=True, slots=True)
class SearchCriteria:
    """A search as the page address holds it. `seed` in [0, 2^31) fixes the random order for its life."""

    text: str
    area: Area
    mode: Mode
    seed: int
    page: int
    per_page: int

    @property
    def order(self) -> Order:
        """By distance around an address, at random otherwise (sas-domain §1.5)."""
        return Order.DISTANCE if self.area.kind == AreaKind.ADDRESS else Order.RANDOM


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of the ranked zone; `total` counts the places of the whole zone that answer."""

    what: str
    by_name: bool
    total: int
    pages: int
    cards: tuple[Card, ...]


def search(*, actor: Actor, criteria: SearchCriteria, now: datetime) -> SearchResult:
    """Rank the zone and show one page: three statements, whatever the zone (F-145 … F-151)."""
    what = understand(text=criteria.text, now=now)
    ranked = rank_zone(what=what, criteria=criteria, now=now)
    with_distance = criteria.order is Order.DISTANCE
    metres = {place_id: metres_of(chord) if with_distance else None for place_id, chord, _ in ranked}
    total = ranked[0][2] if ranked else 0
    return SearchResult(
        what=what.label,
        by_name=not what.activities,
        total=total,
        pages=-(-total // criteria.per_page),
        cards=cards_of(actor=actor, metres=metres, now=now, explained=not what.activities) if ranked else (),
    )


def rank_zone(*, what: What, criteria: SearchCriteria, now: datetime) -> list[tuple[int, float, int]]:
    """One page of (place id, squared chord, total of the zone) in the published order."""
    area = criteria.area
    zone = disc(lat=area.lat, lon=area.lon, radius_km=area.radius_km)
    parameters = {
        "activities": list(what.activities),
        "bands": list(zone.bands),
        "wests": list(zone.wests),
        "easts": list(zone.easts),
        "x": zone.x,
        "y": zone.y,
        "z": zone.z,
        "longest": zone.longest,
        "now": now,
        "horizon": search_window(now, area.time_zone).end,
        "seed": criteria.seed,
        "limit": criteria.per_page,
        "offset": (criteria.page - 1) * criteria.per_page,
        **{f"word{index}": f"%{word}%" for index, word in enumerate(what.words)},
    }
    return run(_statement(what, criteria.order, criteria.mode), parameters)


def _statement(what: What, order: Order, mode: Mode) -> str:
    words = " and ".join(f"title_key like %(word{index})s" for index in range(len(what.words)))
    source = _ZONE if what.activities else _NAMED.format(words=words)
    # A place of several activities stands on several rows: counted and shown once.
    once = "distinct on (place_id)" if len(what.activities) != 1 else ""
    return f"""
        select place_id, chord, count(*) over ()
        from (select {once} r.place_id, r.participates, {_CHORD} as chord, {_OPEN} as open, r.shuffle
              {source} where {_ASKED[mode]} and not {_ABSENT} and {_CHORD} <= %(longest)s) r
        order by {_FIRST[mode]} participates desc, {_KEY[order]}, place_id
        limit %(limit)s offset %(offset)s"""
