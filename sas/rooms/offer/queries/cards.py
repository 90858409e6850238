"""What result cards show: words and hours ready to print, in the time zone of the place (F-153)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.availability.queries import Information
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import HouseContact
from sas.rooms.offer.enums import Sign
from sas.rooms.offer.queries.lines import Day, days_of, openings_of
from sas.rooms.offer.queries.reasons import sentences
from sas.rooms.offer.queries.sources import Source, ToldSource, told_sources
from sas.rooms.offer.queries.viewer import Viewer
from sas.rooms.offer.queries.wording import PARIS, spoken, told_age, told_distance, told_zone
from sas.rooms.offer.rules import distance_band
from sas.statements import run

PACKAGE = "Forfait de réorientation des urgences"

_CARDS = """
select place_id, title, subtitle, address, time_zone, phone, convention, participation, overbooking, additional_info,
       agenda_updated_at, sign, reorientation, hours, cpts_id, listed_at, structure_id,
       professional_id, editor_id, editor, editor_known
from offer_offercard where place_id = any(%(places)s)
"""
_NO_EDITOR = ToldSource()
PICTOGRAMS = {
    Sign.PROFESSIONAL: "stethoscope",
    Sign.PHARMACY: "medicine-bottle",
    Sign.CDS: "hospital",
    Sign.MSP: "hospital",
    Sign.CPTS: "team",
    Sign.SOS: "hospital",
    Sign.ESTABLISHMENT: "hospital",
}


@dataclass(frozen=True, slots=True)
class Pictogram:
    """A DSFR icon and its text alternative, empty where the words beside it say the same."""

    icon: str
    label: str


class Card(NamedTuple):
    """A place as a result shows it, or a CPTS in the place of its first member.

    `path`: the detail page, empty where the title is no link. `members_path`: the members of a CPTS; its card has no
    days. `participation`, `package` and `additional_info` only for those entitled; `orientable`: the actor may orient
    on its slots; `why`: why there is none, when it was asked for; `zone_notice` empty in Paris time.
    `distance_band`: the code of what an orientation keeps of the distance.
    `notice`: what an editor has not told; `by_editor`: one gives its slots, or is being asked; `unread`: it has told
    nothing at all yet, and `awaited`: it may do so within seconds.
    """

    place_id: int
    title: str
    path: str
    members_path: str
    pictogram: Pictogram
    subtitle: str
    address: str
    distance: str
    phone: str
    convention: str
    participation: str
    package: str
    overbooking: bool
    orientable: bool
    hours: tuple[str, ...]
    cpts: str
    additional_info: str
    updated: str
    zone_notice: str
    why: str
    days: tuple[Day, ...]
    notice: str = ""
    by_editor: bool = False
    unread: bool = False
    awaited: bool = False
    distance_band: str = ""


class CardRow(NamedTuple):
    """A row of the read model, columns in the order of the statement."""

    place_id: int
    title: str
    subtitle: str
    address: str
    zone: str
    phone: str
    convention: str
    participation: str
    overbooking: bool
    additional_info: str
    agenda_updated_at: datetime | None
    sign: Sign
    reorientation: bool
    hours: list[str]
    cpts_id: int | None
    listed_at: datetime | None
    structure_id: int | None
    professional_id: int | None
    editor_id: int | None
    editor: str
    editor_known: str

    @property
    def source(self) -> Source:
        """Whose slots stand on it."""
        return Source(self.place_id, self.professional_id, self.editor_id, self.editor, self.editor_known)


def card_of(*, actor: Actor, place_id: int, now: datetime) -> Card | None:
    """One place with its three days, None when it is not offered (any more)."""
    cards = cards_of(actor=actor, metres={place_id: None}, now=now)
    return cards[0] if cards else None


def cards_of(
    *,
    actor: Actor,
    metres: Mapping[int, float | None],
    now: datetime,
    as_cpts: Mapping[int, int] = MappingProxyType({}),
    with_package: bool = False,
    explained: bool = False,
) -> tuple[Card, ...]:
    """Cards in the order of `metres` (place id → distance from an address, or None): two statements in all.

    `as_cpts`: places shown as the CPTS of this id (F-158): two questions more, one for places that name theirs.
    `with_package`: the regulator asked for those of the reorientation package (F-201). `explained`: cards without slot
    say why (a search by name, a link), for a number of questions that does not depend on theirs.
    """
    if not (rows := card_rows(list(metres))):
        return ()
    viewer, houses = Viewer.of(actor, with_package=with_package), _houses(actor, rows, as_cpts)
    openings = openings_of({place: row.zone for place, row in rows.items()}, sees=viewer.sees, now=now)
    heads = _cpts_cards(actor=actor, cpts=_replaced(rows, houses, as_cpts), viewer=viewer)
    told = sentences(actor=actor, place_ids=_silent(rows, {*heads, *openings}) if explained else [], now=now)
    sources = told_sources(actor=actor, sources=[row.source for row in rows.values()], now=now)

    def drawn(row: CardRow, distance: float | None) -> Card:
        words = {"distance": told_distance(distance), "why": told.get(row.place_id, "")}
        words |= {"cpts": _name(houses, row.cpts_id), "distance_band": distance_band(distance)}
        days = days_of(openings.get(row.place_id, []), ZoneInfo(row.zone), now=now)
        return _card(row, viewer, days=days, source=sources.get(row.place_id, _NO_EDITOR), **words)

    return tuple(heads.get(place) or drawn(rows[place], far) for place, far in metres.items() if place in rows)


def _silent(rows: Mapping[int, CardRow], shown: Collection[int]) -> list[int]:
    """Those of an agenda that have nothing to show; an editor says for itself what it has not told."""
    return [place for place, row in rows.items() if not (place in shown or row.editor_known)]


def _houses(actor: Actor, rows: Mapping[int, CardRow], as_cpts: Mapping[int, int]) -> dict[int, HouseContact]:
    """The CPTS that cards stand for or name."""
    named = {row.cpts_id for row in rows.values() if row.cpts_id} | set(as_cpts.values())
    return directory.house_contacts(actor=actor, structure_ids=named)


def _replaced(
    rows: Mapping[int, CardRow], houses: Mapping[int, HouseContact], as_cpts: Mapping[int, int]
) -> dict[int, HouseContact]:
    return {place: houses[cpts] for place, cpts in as_cpts.items() if cpts in houses and place in rows}


def card_rows(place_ids: Collection[int]) -> dict[int, CardRow]:
    """What the read model tells of these places; those that are not offered are absent."""
    return {row[0]: CardRow._make(row) for row in run(_CARDS, {"places": list(place_ids)})}


def pictogram_of(sign: Sign, *, participation: str = "", package: str = "") -> Pictogram:
    """Participation, else the package, else what the place is: the first two are told beside it by their badge."""
    if participation:
        return Pictogram("user-heart", "")
    return Pictogram("first-aid-kit", "") if package else Pictogram(PICTOGRAMS[sign], sign.label)


def _cpts_cards(*, actor: Actor, cpts: Mapping[int, HouseContact], viewer: Viewer) -> dict[int, Card]:
    """By place of the first member; how the CPTS is called and what it tells the regulation, no calendar (§1.11)."""
    asked = {one.place_id for one in cpts.values() if one.place_id} if viewer.information else ()
    told = availability.informations(actor=actor, place_ids=asked)
    return {
        place: _cpts_card(house, place_id=place, told=told.get(house.place_id or 0)) for place, house in cpts.items()
    }


def _cpts_card(house: HouseContact, *, place_id: int, told: Information | None) -> Card:
    age = told_age(agenda=told.updated_at, listed=None, zone=PARIS) if told else ""
    return Card(
        place_id=place_id,
        title=house.name,
        path="",
        members_path=f"/sas/cpts/{house.id}",
        pictogram=pictogram_of(Sign.CPTS),
        subtitle=house.kind.label,
        address="",
        distance="",
        phone=" · ".join(spoken(phone) for phone in house.phones),
        convention="",
        participation="",
        package="",
        overbooking=False,
        orientable=False,
        hours=(),
        cpts="",
        additional_info=told.text if told else "",
        updated=age.replace("Agenda mis", "Informations mises"),
        zone_notice="",
        why="",
        days=(),
    )


def _card(row: CardRow, viewer: Viewer, *, days: tuple[Day, ...], source: ToldSource, **told: str) -> Card:
    """`told`: distance, cpts and why, in words; the code of the band of the distance."""
    sign, participation = Sign(row.sign), row.participation if viewer.participation else ""
    package = PACKAGE if viewer.package and row.reorientation else ""
    age = told_age(agenda=row.agenda_updated_at, listed=row.listed_at, zone=row.zone)
    return Card(
        place_id=row.place_id,
        title=row.title,
        path="" if sign == Sign.SOS else f"/sas/fiche/{row.place_id}",
        members_path="",
        pictogram=pictogram_of(sign, participation=participation, package=package),
        subtitle=row.subtitle,
        address=row.address,
        phone=spoken(row.phone),
        convention=row.convention,
        participation=participation,
        package=package,
        overbooking=row.overbooking,
        orientable=viewer.may_orient(reorientation=row.reorientation),
        hours=tuple(row.hours),
        additional_info=row.additional_info if viewer.information else "",
        updated=age if source.updated is None else source.updated,
        zone_notice=told_zone(row.zone),
        days=days,
        notice=source.notice,
        by_editor=bool(row.editor_known),
        unread=source.unread,
        awaited=source.awaited,
        **told,
    )


def _name(houses: Mapping[int, HouseContact], cpts_id: int | None) -> str:
    house = houses.get(cpts_id or 0)
    return house.name if house else ""
