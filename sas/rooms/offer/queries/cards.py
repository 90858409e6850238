"""What result cards show: words and hours ready to print, in the time zone of the place (F-153)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from sas.actor import Actor, Role
from sas.rooms.offer.queries.statements import Row, run
from sas.rooms.offer.rules import clock
from sas.timetable.capacity import SEARCH_DAYS, search_window
from sas.timetable.modality import Modality

SHOWN_PER_DAY = 4
PARIS = "Europe/Paris"
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
_DAY_NAMES = ("Aujourd'hui", "Demain", "Après-demain")
_LETTERS = tuple(Modality(bits).letters for bits in range(8))
_KINDS = tuple(Modality(bits).label for bits in range(8))

_CARDS = """
select place_id, title, subtitle, address, lat, lon, time_zone, phone, convention, participation, overbooking,
       additional_info, agenda_updated_at
from offer_offercard where place_id = any(%(places)s)
"""
_OPENINGS = """
select place_id, slot_id, day, hours, capacity, taken, modalities
from offer_offeropening
where place_id = any(%(places)s) and start < %(horizon)s and until > %(now)s
order by place_id, start, slot_id
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One open occurrence: a créneau "09h00", or a plage "14h00 – 18h00" with its count "1/3"."""

    hours: str
    letters: str
    kinds: str
    count: str
    path: str


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day of the place: the first lines, and those behind "Voir plus de créneaux"."""

    name: str
    date: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A place as a result shows it. `additional_info` only for those entitled; `zone_notice` empty in Paris time."""

    place_id: int
    title: str
    subtitle: str
    address: str
    distance: str
    phone: str
    convention: str
    participation: str
    overbooking: bool
    additional_info: str
    updated: str
    zone_notice: str
    days: tuple[Day, ...]


def card_of(*, actor: Actor, place_id: int, now: datetime) -> Card | None:
    """One place with its three days, None when it is not offered (any more)."""
    cards = cards_of(actor=actor, metres={place_id: None}, now=now)
    return cards[0] if cards else None


def cards_of(*, actor: Actor, metres: Mapping[int, float | None], now: datetime) -> tuple[Card, ...]:
    """Cards in the order of `metres` (place id → distance from an address, or None): two statements in all."""
    rows = {row[0]: row for row in run(_CARDS, {"places": list(metres)})}
    horizons = {zone: search_window(now, zone).end for zone in {row[6] for row in rows.values()}}
    if not horizons:
        return ()
    openings: defaultdict[int, list[Row]] = defaultdict(list)
    for row in run(_OPENINGS, {"places": list(metres), "horizon": max(horizons.values()), "now": now}):
        openings[row[0]].append(row)
    privileged = actor.has(Role.REGULATEUR_OSNP, Role.IOA, Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
    return tuple(
        _card(rows[place_id], openings[place_id], metres=distance, privileged=privileged, now=now)
        for place_id, distance in metres.items()
        if place_id in rows
    )


def _card(row: Row, openings: list[Row], *, metres: float | None, privileged: bool, now: datetime) -> Card:
    zone = row[6]
    return Card(
        place_id=row[0],
        title=row[1],
        subtitle=row[2],
        address=row[3],
        distance=spoken_distance(metres),
        phone=spoken(row[7]),
        convention=row[8],
        participation=row[9] if privileged else "",
        overbooking=row[10],
        additional_info=row[11] if privileged else "",
        updated=_updated(row[12], zone),
        zone_notice="" if zone == PARIS else f"Heures locales ({zone.split('/')[-1].replace('_', ' ')})",
        days=_days(openings, ZoneInfo(zone), now),
    )


def _days(openings: list[Row], zone: ZoneInfo, now: datetime) -> tuple[Day, ...]:
    today = now.astimezone(zone).date()
    lines: dict[date, list[Line]] = {today + timedelta(days=ahead): [] for ahead in range(SEARCH_DAYS)}
    for opening in openings:
        # A plage under way since yesterday evening belongs to today's column.
        if (day := max(opening[2], today)) in lines:
            lines[day].append(_line(opening))
    return tuple(
        Day(name, short_date(day), tuple(found[:SHOWN_PER_DAY]), tuple(found[SHOWN_PER_DAY:]))
        for name, (day, found) in zip(_DAY_NAMES, lines.items(), strict=True)
    )


def _line(opening: Row) -> Line:
    _, slot_id, day, hours, capacity, taken, modalities = opening
    return Line(
        hours=hours,
        letters=_LETTERS[modalities],
        kinds=_KINDS[modalities],
        count=f"{taken}/{capacity}" if capacity else "",
        path=f"/sas/orienter/creneau/{slot_id}/{day}",
    )


def short_date(day: date) -> str:
    """« lundi 23 nov. »."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def spoken(phone: str) -> str:
    """A national number by pairs: 02 99 00 12 34; anything else as it is."""
    if len(phone) == 10 and phone.isdigit():
        return " ".join(phone[at : at + 2] for at in range(0, 10, 2))
    return phone


def spoken_distance(metres: float | None) -> str:
    """Metres up to one kilometre, then kilometres, rounded up (sas-domain §1.12)."""
    if metres is None:
        return ""
    return f"à {ceil(metres)} m" if metres <= 1000 else f"à {ceil(metres / 1000)} km"


def _updated(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return f"Agenda mis à jour le {local.day:02}/{local.month:02}/{local.year} à {clock(local)}"
