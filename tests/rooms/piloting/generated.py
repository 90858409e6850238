"""A drawn population over any days: four time zones, every way of taking part, agendas with holes, orientations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from sas.actor import Actor
from sas.rooms.availability.models import Agenda, AgendaSlot, PastUnavailability, UnavailabilityPeriod
from sas.rooms.directory.models import Activity, Commune, Place, Professional, Structure
from sas.rooms.offer.enums import DistanceBand
from sas.rooms.orientation.models import Orientation
from sas.rooms.participation.models import ParticipationChange, ProfessionalSettings
from sas.timetable.recurrence import instant
from tests.factories import care, delegation

ZONES = {"35238": "Europe/Paris", "29019": "Europe/Paris", "97411": "Indian/Reunion", "97105": "America/Guadeloupe"}
SPECIALTIES = (("SM54",), ("SM54", "SM40"), ("SM54",), ())
DELAYS = (-30, 0, 119, 120, 359, 360, 1439, 1440, 2879, 2880, 9000)
"""Minutes between what the regulator recorded and the start: around each bound."""
_DAY = timedelta(days=1)
_number = count(700_001)  # apart from the other factories


@dataclass(frozen=True)
class World:
    """What dashboards are asked of."""

    territories: tuple[int, ...]
    structures: tuple[int, ...]
    author: Actor


def world(first: date, last: date, *, doctors: int = 16, a_day: int = 8, seed: int = 47) -> World:
    """Between these days: settings that change, places that close, slots that hide, `a_day` orientations about."""
    chance = Random(seed)
    territories = tuple(care.territory(departements=one) for one in (("35", "29"), ("35",), ("974", "971")))
    houses = {kind: _house(kind, commune) for kind, commune in _HOUSES.items()}
    author = care.regulator(territories[0])
    places = [house[1] for house in houses.values()]
    for number in range(doctors):
        places += _doctor(number, chance, houses={kind: one for kind, (one, _) in houses.items()}, days=(first, last))
    for place in places:
        _agenda(place, chance, first=first, last=last)
    Orientation.objects.bulk_create(_sent(places, chance, first=first, last=last, a_day=a_day, author=author))
    return World(territories, tuple(one.id for one, _ in houses.values()), author)


_HOUSES = {"cds": "35238", "msp": "29019", "sos": "97411", "cpts": "35238"}
_THROUGH = {2: "cpts", 3: "msp", 4: "sos"}


def _house(kind: str, commune: str) -> tuple[Structure, Place]:
    made = delegation.structure(kind, commune=commune)
    return made, _place(commune, structure=made, name=made.name, name_key=made.name_key)


def _place(commune: str, **told: Any) -> Place:
    number, town = next(_number), Commune.objects.get(code=commune)
    facts: dict[str, Any] = {
        "name": "Dr DELAUNAY",
        "name_key": "dr delaunay",
        "address": f"{number} rue des Lilas",
        "postal_code": town.postal_codes[0],
        "commune_id": commune,
        "departement_id": town.departement_id,
        "lat": town.lat,
        "lon": town.lon,
        "time_zone": ZONES[commune],
        "source": "rpps",
        "source_key": f"drawn-{number}",
        "updated_at": care.LONG_AGO,
    }
    return Place.objects.create(**facts | told)


def _doctor(number: int, chance: Random, *, houses: dict[str, Structure], days: tuple[date, date]) -> list[Place]:
    """The tenth closes a place, the eleventh works in a centre too, the twelfth is nowhere on the map."""
    known = {"family_name": "DELAUNAY", "given_name": str(number), "name_key": f"delaunay {number}"}
    doctor = Professional.objects.create(national_id=f"8{next(_number):011d}", profession_code="10", **known)
    codes = SPECIALTIES[number % len(SPECIALTIES)] or ("10",)
    activities = list(Activity.objects.filter(code__in=codes).order_by("code").values_list("id", flat=True))
    communes = list(ZONES)
    told: dict[str, Any] = {"professional": doctor, "activities": activities}
    odd: dict[int, dict[str, Any]] = {
        9: {"closed_at": datetime.combine(days[0] + 9 * _DAY, time(10), UTC)},
        10: {"site_finess": houses["cds"].finess},
        11: {"lat": None, "lon": None, "departement_id": None},
    }
    made = [_place(communes[number % 4], **told | odd.get(number, {}))]
    if number % 3 == 0:
        made.append(_place(communes[(number + 1) % 4], **told))
    _settings(doctor, number, chance, houses=houses, days=days)
    return made


def _settings(
    doctor: Professional, number: int, chance: Random, *, houses: dict[str, Structure], days: tuple[date, date]
) -> None:
    """The settings of today, and what they were: every third doctor changed them, some had none before."""
    via = (1, 2, 3, 4, 0, 1, 1)[number % 7]
    house = houses.get(_THROUGH.get(via, ""))
    ProfessionalSettings.objects.create(
        professional=doctor,
        via=via,
        structure=house,
        editor_slots_refused=number % 4 != 3,
        updated_at=care.LONG_AGO,
    )
    if number % 3 == 1:
        for turn in range(2):
            at = datetime.combine(days[0], time(), UTC) + timedelta(
                minutes=chance.randrange((days[1] - days[0]).days * 1440)
            )
            said = {"via": 1 + turn, "structure": houses["cpts"].id if turn else None, "editor_slots_refused": True}
            before = said | {"has_software": False, "hours_pledged": True}
            ParticipationChange.objects.create(
                professional=doctor, at=at, before={} if number % 2 and not turn else before, after={}
            )


def _agenda(place: Place, chance: Random, *, first: date, last: date) -> None:
    """Weekly and dated slots, some at the hours when clocks change, with every kind of unavailability."""
    days, rare = (last - first).days, chance.randrange(6)
    away = datetime.combine(first + (days // 2) * _DAY, time(9, 30), UTC)
    Agenda.objects.create(place=place, unavailable_since=away if rare == 0 else None, updated_at=care.LONG_AGO)
    AgendaSlot.objects.bulk_create(_slots(place, chance, first=first, days=days))
    if rare in {1, 2}:
        begins = first + chance.randrange(days) * _DAY
        hidden = {"first_day": begins, "last_day": begins + 2 * _DAY, "zone": place.time_zone}
        saved = datetime.combine(begins, time(11), UTC) - timedelta(days=rare - 1)
        UnavailabilityPeriod.objects.create(place=place, saved_at=saved, **hidden)
    if rare in {2, 3}:
        since = datetime.combine(first + chance.randrange(days) * _DAY, time(8, 15), UTC)
        PastUnavailability.objects.create(place=place, since=since, until=since + timedelta(hours=30))


def _slots(place: Place, chance: Random, *, first: date, days: int) -> Iterator[AgendaSlot]:
    known = {"place": place, "zone": place.time_zone, "created_at": care.LONG_AGO, "modalities": 1}
    for number in range(4):
        start = chance.choice((0, 5, 9, 10, 14, 9 * 4, 11 * 4, 17 * 4))
        begins = first + (chance.randrange(14) - 7) * _DAY
        weekly = number < 3
        if number == 0 and chance.random() < 0.4:
            begins, start = first - (first.isoweekday() % 7) * _DAY, chance.choice((4, 8, 9, 10))  # nights of Sundays
        end = start + chance.choice((2, 5, 8, 12))
        yield AgendaSlot(
            first_day=begins,
            last_day=begins if not weekly else chance.choice((None, begins + days * _DAY, begins + 14 * _DAY)),
            weekly=weekly,
            start=time(start // 4, start % 4 * 15),
            end=time(end // 4, end % 4 * 15),
            patients=chance.choice((None, 1, 4)),
            cancelled=[begins + 7 * _DAY] if weekly and chance.random() < 0.3 else [],
            **known,
        )


def _sent(
    places: list[Place], chance: Random, *, first: date, last: date, a_day: int, author: Actor
) -> Iterator[Orientation]:
    """From the day before the first to the day after the last; type 1 and 3 are on an editor's slot."""
    for number in range((last - first).days + 3):
        day = first + (number - 1) * _DAY
        for _ in range(chance.randrange(2 * a_day + 1)):
            place, kind = chance.choice(places), chance.choice((1, 2, 2, 3, 4))
            start = instant(day, time(chance.randrange(24), chance.choice((0, 30))), place.time_zone)
            slot = {"editor_id": 1, "editor_slot": -chance.randrange(1, 10**9)} if kind in {1, 3} else {}
            yield Orientation(
                kind=kind,
                state=chance.choice(("oriented", "oriented", "cancelled", "declined", "fulfilled", "noshow")),
                place=place,
                day=day,
                start=start,
                end=start,
                time_zone=place.time_zone,
                distance_band=chance.choice(DistanceBand.values),
                author_id=author.user_id,
                created_at=start - timedelta(minutes=chance.choice(DELAYS)),
                **slot,
            )
