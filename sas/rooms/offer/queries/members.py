"""The places of the members of a CPTS: its own results, bounded by no radius and no specialty (F-158, §1.11)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.statements import Row, run
from sas.rooms.offer.queries.viewer import Viewer
from sas.rooms.offer.queries.wording import PARIS, spoken
from sas.rooms.offer.rules import metres_of, modes_of, on_sphere, shuffle_of
from sas.rooms.participation import queries as participation
from sas.timetable.capacity import search_window
from sas.timetable.ranking import Candidate, Order, rank

_MEMBERS = """
select c.place_id, c.lat, c.lon, c.participation <> '', c.overbooking, c.reorientation,
       exists (select from offer_offeropening o
               where o.place_id = c.place_id and o.start < %(horizon)s and o.until > %(now)s)
from offer_offercard c
where c.place_id = any(%(places)s) and c.cpts_id = %(cpts)s and not exists (
    select from offer_offerrank r
    where r.place_id = c.place_id and r.absent_from <= %(now)s and (r.absent_to is null or r.absent_to >= %(now)s))
"""


@dataclass(frozen=True, slots=True)
class MembersCriteria:
    """Which members, in which order: the distance from `area` when it is an address, else the random one of `seed`."""

    mode: Mode
    area: Area | None
    seed: int
    page: int
    per_page: int


@dataclass(frozen=True, slots=True)
class CptsMembers:
    """A CPTS and one page of the places declared in it; `additional_info` only for those entitled."""

    name: str
    phones: tuple[str, ...]
    additional_info: str
    total: int
    pages: int
    by_distance: bool
    cards: tuple[Card, ...]


def cpts_members(*, actor: Actor, cpts_id: int, criteria: MembersCriteria, now: datetime) -> CptsMembers | None:
    """None when there is no such CPTS; the number of questions does not depend on the number of members."""
    house = directory.house_contacts(actor=actor, structure_ids=[cpts_id]).get(cpts_id)
    if house is None or house.kind is not StructureKind.CPTS:
        return None
    asked = [house.place_id] if house.place_id and Viewer.of(actor).information else []
    told = availability.informations(actor=actor, place_ids=asked).get(house.place_id or 0)
    modes = modes_of(actor)
    if criteria.mode not in modes:
        criteria = replace(criteria, mode=modes[0])
    ranked = _ranked(actor, cpts_id, criteria, now=now)
    first = (criteria.page - 1) * criteria.per_page
    page = ranked[first : first + criteria.per_page]
    return CptsMembers(
        name=house.name,
        phones=tuple(spoken(phone) for phone in house.phones),
        additional_info=told.text if told else "",
        total=len(ranked),
        pages=-(-len(ranked) // criteria.per_page),
        by_distance=_order(criteria) is Order.DISTANCE,
        cards=_cards(actor, page, criteria, now=now) if page else (),
    )


def _cards(actor: Actor, page: list[Candidate], criteria: MembersCriteria, *, now: datetime) -> tuple[Card, ...]:
    by_distance = _order(criteria) is Order.DISTANCE
    metres = {one.place_id: one.distance_m if by_distance else None for one in page}
    return cards_of(actor=actor, metres=metres, now=now, with_package=criteria.mode is Mode.PACKAGE)


def _order(criteria: MembersCriteria) -> Order:
    address = criteria.area is not None and criteria.area.kind == AreaKind.ADDRESS
    return Order.DISTANCE if address else Order.RANDOM


def _ranked(actor: Actor, cpts_id: int, criteria: MembersCriteria, *, now: datetime) -> list[Candidate]:
    """In the published order (timetable.ranking), those that the mode asks for."""
    places = participation.declared_places(actor=actor, cpts_id=cpts_id)
    zone = criteria.area.time_zone if criteria.area else PARIS
    horizon = search_window(now, zone).end
    rows = run(_MEMBERS, {"places": list(places), "cpts": cpts_id, "horizon": horizon, "now": now})
    found = [row for row in rows if _is_asked(row, criteria.mode)]
    return rank((_candidate(row, criteria) for row in found), order=_order(criteria), seed=criteria.seed)


def _is_asked(row: Row, mode: Mode) -> bool:
    return bool({Mode.SLOTS: row[6], Mode.OVERBOOKING: row[4], Mode.PACKAGE: row[5]}[mode])


def _candidate(row: Row, criteria: MembersCriteria) -> Candidate:
    place_id, lat, lon, participates, *_, has_opening = row
    return Candidate(
        place_id=place_id,
        preferred=False,
        has_opening=has_opening,
        participates=participates,
        distance_m=_metres(criteria.area, lat=lat, lon=lon),
        shuffle=shuffle_of(place_id),
    )


def _metres(area: Area | None, *, lat: float, lon: float) -> float | None:
    if area is None:
        return None
    here, there = on_sphere(area.lat, area.lon), on_sphere(lat, lon)
    return metres_of(sum((a - b) ** 2 for a, b in zip(here, there, strict=True)))
