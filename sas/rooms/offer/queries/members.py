"""The places of the members of a CPTS: its own results, bounded by no radius and no specialty (F-158, §1.11)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries.areas import Area
from sas.rooms.offer.queries.candidates import known_places, metres_shown
from sas.rooms.offer.queries.cards import Card, cards_of
from sas.rooms.offer.queries.viewer import Viewer, labels_seen
from sas.rooms.offer.queries.wording import spoken
from sas.rooms.offer.rules import allowed_mode
from sas.rooms.participation import queries as participation
from sas.timetable.ranking import Candidate, Order, rank


@dataclass(frozen=True, slots=True)
class MembersCriteria:
    """Which members, in which order: the distance from `area` when it is an address, else the random one of `seed`."""

    mode: Mode
    area: Area | None
    seed: int
    page: int
    per_page: int

    @property
    def order(self) -> Order:
        """That of the area, at random without one."""
        return self.area.order if self.area else Order.RANDOM


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
    criteria = replace(criteria, mode=allowed_mode(actor, criteria.mode))
    ranked = _ranked(actor, cpts_id, criteria, now=now)
    first = (criteria.page - 1) * criteria.per_page
    page = ranked[first : first + criteria.per_page]
    return CptsMembers(
        name=house.name,
        phones=tuple(spoken(phone) for phone in house.phones),
        additional_info=told.text if told else "",
        total=len(ranked),
        pages=-(-len(ranked) // criteria.per_page),
        by_distance=criteria.order is Order.DISTANCE,
        cards=_cards(actor, page, criteria, now=now) if page else (),
    )


def _cards(actor: Actor, page: list[Candidate], criteria: MembersCriteria, *, now: datetime) -> tuple[Card, ...]:
    metres = metres_shown(page, criteria.order)
    return cards_of(actor=actor, metres=metres, now=now, with_package=criteria.mode is Mode.PACKAGE)


def _ranked(actor: Actor, cpts_id: int, criteria: MembersCriteria, *, now: datetime) -> list[Candidate]:
    """In the published order (timetable.ranking), those that the mode asks for."""
    places = participation.declared_places(actor=actor, cpts_id=cpts_id)
    known = known_places(places, area=criteria.area, now=now, sees=labels_seen(actor))
    declared = (one for one in known if one.cpts_id == cpts_id and not one.absent and one.answers(criteria.mode))
    return rank((one.candidate for one in declared), order=criteria.order, seed=criteria.seed)
