"""Where the results of a search stand, for its map: all of them at once, whatever the page of the list (F-156)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.offer.enums import BestDay
from sas.rooms.offer.queries.criteria import SearchCriteria
from sas.rooms.offer.queries.search import rank_zone
from sas.rooms.offer.queries.viewer import labels_seen
from sas.rooms.offer.queries.vocabulary import understand
from sas.rooms.offer.queries.wording import short_date, told_distance
from sas.rooms.offer.rules import metres_of
from sas.statements import Row, run
from sas.timetable.capacity import SEARCH_DAYS
from sas.timetable.ranking import Order

MOST_PINS = 2000

_PINS = """
select c.place_id, c.title, c.lat, c.lon, c.time_zone, next.day, next.hours
from unnest(%(places)s::bigint[]) with ordinality as asked(id, rank)
join offer_offercard c on c.place_id = asked.id
left join lateral (
    select day, hours from offer_offeropening
    where place_id = c.place_id and until > %(now)s and (labels & %(sees)s) <> 0 order by start limit 1) next on true
where c.sign <> 'sos'
order by asked.rank
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """A result on the map, in degrees; `next_slot` and `distance` in words, "" when there is none."""

    place_id: int
    name: str
    lat: float
    lon: float
    best: BestDay
    next_slot: str
    distance: str


@dataclass(frozen=True, slots=True)
class PinBoard:
    """The first results of a search in its order; `total` counts those of the whole zone."""

    total: int
    pins: tuple[Pin, ...]


def pins(*, actor: Actor, criteria: SearchCriteria, now: datetime) -> PinBoard:
    """The first two thousand results of a search, whatever its page: one statement beside its ranking (F-156).

    A CPTS and a point of SOS Médecins have no pin (sas-domain §1.11).
    """
    criteria = replace(criteria, sees=labels_seen(actor))
    what = understand(text=criteria.text, now=now)
    ranked = rank_zone(actor=actor, what=what, criteria=criteria, now=now, counted=False)
    placed = ranked.cpts[:MOST_PINS] == 0
    places, chords = ranked.places[:MOST_PINS][placed].tolist(), ranked.chords[:MOST_PINS][placed].tolist()
    if not places:
        return PinBoard(total=ranked.total, pins=())
    by_distance = criteria.order is Order.DISTANCE
    metres = {
        place_id: metres_of(chord) if by_distance else None for place_id, chord in zip(places, chords, strict=True)
    }
    rows = run(_PINS, {"places": places, "now": now, "sees": criteria.sees})
    return PinBoard(total=ranked.total, pins=tuple(_pin(row, metres, now) for row in rows))


def _pin(row: Row, metres: Mapping[int, float | None], now: datetime) -> Pin:
    place_id, name, lat, lon, zone, day, hours = row
    today = now.astimezone(ZoneInfo(zone)).date()
    best, next_slot = BestDay.NONE, ""
    # A plage under way since yesterday evening is today's.
    if day is not None and day <= today:
        best, next_slot = BestDay.TODAY, f"aujourd'hui {hours}"
    elif day is not None and day < today + timedelta(days=SEARCH_DAYS):
        best, next_slot = BestDay.LATER, f"{short_date(day)} {hours}"
    return Pin(place_id, name, lat, lon, best, next_slot, told_distance(metres[place_id]))
