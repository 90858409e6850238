"""The doctors, the structure and the regulator of benchmarks.agenda, in the national directory; made once, used again.

Their agendas are emptied at the start of each run, so that every run writes the same.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db import connections, transaction

from benchmarks.__main__ import session_of
from sas.actor import Actor, Role
from sas.rooms.availability import operations as availability
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.directory.models import Activity, Commune, Place, Professional, Structure
from sas.rooms.offer import operations as offer
from sas.rooms.participation.enums import Via
from sas.rooms.participation.operations import ProfessionalSettingsDraft, StructureSettingsDraft, load_settings
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotDraft

TOWN = "48095"
POINTS, WEEKDAYS = 20, frozenset(range(1, 6))
SHOWN, EACH = 200, 4
_KEY = "banc-agenda-"
# Some 50 m: the doctor of an address is the nearest one.
_STEP = 0.0005


@dataclass(frozen=True)
class Doctor:
    """Who writes where, and the search that finds him first once he has something open."""

    name: str
    cookie: str
    form: str
    search: str


@dataclass(frozen=True)
class Scene:
    """`pages`: by title, the session and the address; `shown` are saved once each, `writers` again and again."""

    pages: dict[str, tuple[str, str]]
    shown: tuple[Doctor, ...]
    writers: tuple[Doctor, ...]
    regulator: str


def prepare(*, writers: int, now: datetime) -> Scene:
    """Everybody with a session, and agendas that hold what is read and nothing else."""
    busy = 1
    doctors = _doctors(SHOWN + writers + busy, now)
    house = _house(now)
    points = tuple(house.places.order_by("id"))
    _empty([*doctors, *points], now)
    monday = now.date() + timedelta(days=7 - now.weekday())
    for place, slots in ((doctors[-1], 12), *((point, 6) for point in points)):
        _fill(place.id, slots=slots, monday=monday, now=now)
    mine = _cookies(doctors)
    manager = session_of("banc-structure@sas.example", Role.GESTIONNAIRE_STRUCTURE, structure_ids=(house.id,))
    week = f"?semaine={monday}"
    told = [_doctor(place, mine[place.professional_id]) for place in doctors]
    return Scene(
        pages={
            "week of 60 availabilities": (told[-1].cookie, f"/sas/agenda/{doctors[-1].id}{week}"),
            "dashboard of 20 points": (manager, "/sas/tableau-de-bord"),
            "week of one of 20 points": (manager, f"/sas/agenda/{points[0].id}{week}"),
        },
        shown=tuple(told[:SHOWN]),
        writers=tuple(told[SHOWN:-busy]),
        regulator=session_of("banc-regulateur@sas.example", Role.REGULATEUR_OSNP),
    )


def _doctor(place: Place, cookie: str) -> Doctor:
    token = f"adresse:{TOWN}:{place.lat:.5f}:{place.lon:.5f}"
    asked = {"text": "Médecin généraliste", "loc": "1 rue du Banc Mende", "lieu": token, "mode": "creneaux"}
    return Doctor(place.name, cookie, f"/sas/agenda/{place.id}/disponibilites", f"/sas/recherche?{urlencode(asked)}")


def _doctors(count: int, now: datetime) -> list[Place]:
    """General practitioners of one place each, except that the first ones have four: fewer accounts to make."""
    wanted = Place.objects.filter(source_key__startswith=_KEY, professional__isnull=False).order_by("id")
    if wanted.count() != count:
        _count_on()
        with transaction.atomic():
            people = _make_doctors(count, now)
        drafts = [ProfessionalSettingsDraft(one, Via.INDIVIDUAL, editor_slots_refused=True) for one in people]
        load_settings(actor=Actor.SYSTEM, professionals=drafts, structures=[], now=now)
    return list(wanted)


def _count_on() -> None:
    """The national directory brought its own numbers: the next ones come after them."""
    with connections["owner"].cursor() as cursor:
        for table in ("directory_professional", "directory_place"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")


def _make_doctors(count: int, now: datetime) -> list[int]:
    town, activity = Commune.objects.get(code=TOWN), Activity.objects.get(code="SM54").id
    people: dict[int, Professional] = {}
    for number in range(count):
        owner = number // EACH if number < SHOWN else SHOWN + number
        if owner not in people:
            named = {"family_name": "BANC", "profession_code": "10", "name_key": f"banc agenda {owner}"}
            people[owner] = Professional.objects.create(national_id=f"898{owner:09d}", **named)
        _make_place(number, town=town, now=now, professional=people[owner], activities=[activity])
    return [one.id for one in people.values()]


def _house(now: datetime) -> Structure:
    """An SOS Médecins association with its twenty points."""
    found = Structure.objects.filter(source_key=f"{_KEY}sos").first()
    if found is None:
        town = Commune.objects.get(code=TOWN)
        with transaction.atomic():
            named = {"kind": "sos", "name": "SOS Banc", "name_key": "sos banc", "siret": "99900000000011"}
            found = Structure.objects.create(commune=town, source_key=f"{_KEY}sos", source="structures", **named)
            for number in range(1000, 1000 + POINTS):
                _make_place(number, town=town, now=now, structure=found)
        draft = StructureSettingsDraft(found.id, participates=True, hours_pledged=True, practitioner_count=1)
        load_settings(actor=Actor.SYSTEM, professionals=[], structures=[draft], now=now)
    return found


def _make_place(number: int, *, town: Commune, now: datetime, **owner: object) -> Place:
    name = f"Dr BANC {number:04d}"
    return Place.objects.create(
        name=name,
        name_key=name.lower(),
        address=f"{number} rue du Banc",
        postal_code=town.postal_codes[0],
        commune=town,
        departement_id=town.departement_id,
        lat=(town.lat or 0) + number * _STEP,
        lon=town.lon,
        source="rpps",
        source_key=f"{_KEY}{number}",
        updated_at=now,
        **owner,
    )


def _empty(places: list[Place], now: datetime) -> None:
    ids = [place.id for place in places]
    with transaction.atomic():
        AgendaSlot.objects.filter(place_id__in=ids).delete()
        offer.project_places(actor=Actor.SYSTEM, place_ids=ids, now=now)


def _fill(place_id: int, *, slots: int, monday: date, now: datetime) -> None:
    """So many quarters of an hour a day, Monday to Friday, from next Monday on."""
    for number in range(slots):
        start, end = time(9 + number // 4, number % 4 * 15), time(9 + (number + 1) // 4, (number + 1) % 4 * 15)
        draft = SlotDraft(monday, start, end, WEEKDAYS, None, Modality.OFFICE)
        availability.publish(actor=Actor.SYSTEM, place_id=place_id, draft=draft, now=now)


def _cookies(places: list[Place]) -> dict[int | None, str]:
    """A session per professional."""
    made: dict[int | None, str] = {}
    for place in places:
        if place.professional_id not in made:
            email = f"banc-agenda-{place.professional_id}@sas.example"
            made[place.professional_id] = session_of(email, Role.EFFECTEUR, professional_id=place.professional_id)
    return made
