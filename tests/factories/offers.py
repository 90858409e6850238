"""Rows of the read model, made through the truth below: many places scattered around a town."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place
from sas.rooms.offer.enums import AreaKind, Mode
from sas.rooms.offer.queries import Area, SearchCriteria
from sas.rooms.participation.enums import Via
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft
from tests.factories import care

RENNES = (48.1159, -1.6884)


@dataclass(frozen=True)
class Wanted:
    """A place to make: kilometres north and east of the centre, its participation, hours ahead of its opening."""

    north_km: float
    east_km: float
    via: Via = Via.INDIVIDUAL
    opens_in_hours: int | None = None


def scatter(wanted: Iterable[Wanted], *, now: datetime) -> list[int]:
    """Make the places in order; returns their ids."""
    return [_make(one, now) for one in wanted]


def _make(wanted: Wanted, now: datetime) -> int:
    place = care.doctor_place(via=wanted.via)
    lat, lon = RENNES[0] + wanted.north_km / 111.19, RENNES[1] + wanted.east_km / 74.25
    Place.objects.filter(id=place.id).update(lat=lat, lon=lon)
    with transaction.atomic():
        changes.place_changed([place.id], now=now)
    if wanted.opens_in_hours is not None:
        open_slot(place.id, now=now, hours=wanted.opens_in_hours)
    return place.id


def open_slot(place_id: int, *, now: datetime, hours: int, patients: int | None = None) -> int:
    """Publish a one-hour slot, that many hours ahead, on the wall of Paris (winter time: UTC + 1)."""
    start = now + timedelta(hours=hours + 1)
    draft = SlotDraft(
        day=start.date(),
        start=time(start.hour),
        end=time(start.hour, 45),
        weekdays=frozenset(),
        patients=patients,
        modalities=Modality.OFFICE,
    )
    keeper = Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place_id}))
    return availability.publish(actor=keeper, place_id=place_id, draft=draft, now=now)[0]


def around_rennes(
    *,
    kind: AreaKind = AreaKind.ADDRESS,
    radius_km: int = 10,
    mode: Mode = Mode.SLOTS,
    text: str = "Médecin généraliste",
    seed: int = 7,
    page: int = 1,
    per_page: int = 10,
) -> SearchCriteria:
    """A search centred on Rennes."""
    area = Area(kind, "Rennes", *RENNES, radius_km, "Europe/Paris", "")
    return SearchCriteria(text, area, mode, seed, page, per_page)


def great_circle_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two points in degrees, by the haversine formula: written apart from the product's."""
    (lat, lon), (other_lat, other_lon) = ((math.radians(p[0]), math.radians(p[1])) for p in (a, b))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(half))
