"""A small country drawn at random, written in the rooms below the offer: metropolitan towns, Corsica, overseas."""

import random
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from sas.actor import Actor
from sas.rooms.availability.models import Agenda, AgendaSlot, TakenPlaces, UnavailabilityPeriod
from sas.rooms.directory.models import Activity, Commune, Editor, Place, Professional, Structure
from sas.rooms.editors.models import EditorReading, EditorSite, EditorTaken
from sas.rooms.editors.rules import number_of
from sas.rooms.offer import operations
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings, StructureSettings

TOWNS = ("35238", "75108", "2A004", "97411", "97608")
EVERYWHERE = (*TOWNS, "35236", "59350", "97302", "97209")
NAMES = ("martin", "le goff", "delaunay", "hoarau")
BEGUN = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
_SECTORS = ("unknown", "none", "sector_1", "sector_1_excess", "sector_2")
LABELS = {"PUBLIC": 1, "PRO": 2, "SNP": 4, "CPTS": 8}
_LABELLED = (("PUBLIC",), ("PUBLIC",), ("PRO",), ("SNP",), ("SNP", "PRO"), ("CPTS",), ("CPTS", "SNP"))
_PRACTICES = (("SM54",), ("SM54",), ("SM54",), ("SM04",), ("SM54", "SM05"), ("60",), ("60", "SM54"))


def draw(seed: int, *, each: int, codes: tuple[str, ...] = TOWNS) -> list[int]:
    """That many places in and around each town, projected; returns their ids."""
    chance = random.Random(seed)
    activities = {one.code: one.id for one in Activity.objects.order_by("id")}
    towns = list(Commune.objects.filter(code__in=codes).order_by("code"))
    cpts = [_structure("cpts", at, town, [town.code]) for at, town in enumerate(towns)]
    cpts += [_structure("cpts", 50 + at, town, ["01001"]) for at, town in enumerate(towns)]
    houses = [_structure(kind, 100 + at, town, []) for at, town in enumerate(towns) for kind in ("cds", "msp", "sos")]
    for house in houses:
        _settle_house(chance, house)
    made = [_house_place(chance, house, activities) for house in houses]
    for town in towns:
        near = [one for one in cpts if one.commune_id == town.code]
        made += [_doctor_place(chance, town, activities, near) for _ in range(each)]
    editors = [Editor.objects.create(name=f"Logiciel {one}", active=one != "éteint").id for one in ("A", "B", "éteint")]
    for place in made:
        _fill(chance, place)
        _tell(chance, place, editors)
    with transaction.atomic():
        operations.project_places(actor=Actor.SYSTEM, place_ids=[place.id for place in made], now=BEGUN)
    return [place.id for place in made]


def _structure(kind: str, number: int, town: Commune, covers: list[str]) -> Structure:
    return Structure.objects.create(
        kind=kind, name=f"{kind} {number}", name_key=f"{kind} {number}", commune=town, source="structures",
        finess=f"99{number:04}{kind[:3]}" if kind != "sos" else "", source_key=f"country-{kind}-{number}",
        zone_communes=covers,
    )  # fmt: skip


def _settle_house(chance: random.Random, house: Structure) -> None:
    takes_part = chance.random() < 0.6
    StructureSettings.objects.create(
        structure=house, participates=takes_part, hours_pledged=takes_part, practitioner_count=chance.choice([0, 3]),
        updated_at=BEGUN,
    )  # fmt: skip


def _place(chance: random.Random, town: Commune, **fields: object) -> Place:
    number = Place.objects.count()
    return Place.objects.create(
        commune=town, departement_id=town.departement_id, lat=town.lat + chance.gauss(0, 0.04),
        lon=town.lon + chance.gauss(0, 0.04), time_zone=town.time_zone, source="rpps", source_key=f"country-{number}",
        convention_sector=chance.choice(_SECTORS), updated_at=BEGUN, **fields,
    )  # fmt: skip


def _house_place(chance: random.Random, house: Structure, activities: dict[str, int]) -> Place:
    named = {"name": house.name, "name_key": house.name_key, "activities": [activities[house.kind]]}
    return _place(chance, house.commune, structure=house, **named)


def _doctor_place(chance: random.Random, town: Commune, activities: dict[str, int], cpts: list[Structure]) -> Place:
    number, name = Professional.objects.count() + 1, chance.choice(NAMES)
    doctor = Professional.objects.create(
        national_id=f"8{10_000_000_000 + number}", family_name=name.upper(), name_key=name, profession_code="10"
    )
    practice = [activities[code] for code in chance.choice(_PRACTICES)]
    place = _place(chance, town, professional=doctor, name=name, name_key=name, activities=practice)
    via = chance.choice([Via.NONE, Via.INDIVIDUAL, Via.INDIVIDUAL, Via.CPTS, Via.CPTS])
    ProfessionalSettings.objects.create(
        professional=doctor, via=via, structure=chance.choice(cpts) if via is Via.CPTS else None,
        cpts_places=[place.id] if via is Via.CPTS and chance.random() < 0.7 else [],
        editor_slots_refused=chance.random() < 0.6, reorientation_package=chance.random() < 0.4, updated_at=BEGUN,
    )  # fmt: skip
    return place


def _fill(chance: random.Random, place: Place) -> None:
    slot = partial(_slot, chance, place)
    for made in AgendaSlot.objects.bulk_create(slot() for _ in range(chance.choice([0, 1, 2, 6]))):
        if made.last_day == made.first_day and chance.random() < 0.4:
            most = made.patients or 1
            TakenPlaces.objects.create(slot=made, day=made.first_day, taken=chance.randint(1, most), capacity=most)
    if chance.random() < 0.3:
        gone = chance.random() < 0.3
        since = BEGUN - timedelta(hours=chance.randint(1, 30)) if gone else None
        Agenda.objects.create(place=place, unavailable_since=since, updated_at=BEGUN)
        first = BEGUN.date() + timedelta(days=chance.randint(-2, 4))
        UnavailabilityPeriod.objects.create(
            place=place, first_day=first, last_day=first + timedelta(days=chance.randint(0, 6)), zone=place.time_zone,
            saved_at=BEGUN - timedelta(days=9),
        )  # fmt: skip


def _slot(chance: random.Random, place: Place) -> AgendaSlot:
    weekly, quarter = chance.random() < 0.5, chance.randrange(2, 88)
    first = BEGUN.date() + timedelta(days=chance.randint(-9 if weekly else -1, 6))
    end = quarter + chance.choice([1, 2, 7])
    return AgendaSlot(
        place=place, first_day=first, weekly=weekly, last_day=None if weekly else first, zone=place.time_zone,
        start=time(quarter // 4, quarter % 4 * 15), end=time(end // 4, end % 4 * 15), created_at=BEGUN,
        patients=chance.choice([None, None, 1, 4]), modalities=chance.choice([1, 1, 2, 3, 4, 7]),
    )  # fmt: skip


def _tell(chance: random.Random, place: Place, editors: list[int]) -> None:
    """What editors told of it, whether its doctor names them, shows their slots, or neither: they told it all the same.

    One is never read, one knows of no place of his, one told of this place, once or twice.
    """
    if place.structure and place.structure.kind != "sos":
        return
    named = chance.sample(editors, chance.choice([0, 1, 2]))
    ProfessionalSettings.objects.filter(professional=place.professional_id or 0).update(editors=named)
    for editor in chance.sample(editors, chance.choice([0, 1, 2, 3])):
        state = chance.choice(["unread", "nothing", "told", "told", "told"])
        reading = EditorReading.objects.create(
            editor_id=editor, professional=place.professional, structure=place.structure,
            identifier=f"{place.id}", kind="practitioners", due_at=BEGUN, failures=chance.choice([0, 1]),
            answered_at=None if state == "unread" else BEGUN,
        )  # fmt: skip
        if state == "told":
            _tell_slots(chance, reading, place)


def _tell_slots(chance: random.Random, reading: EditorReading, place: Place) -> None:
    slots = [_told_slot(chance, number) for number in range(chance.choice([0, 1, 1, 3]))]
    slots.sort(key=lambda one: one[1])
    for local_id in ("1", "2")[: chance.choice([1, 1, 2])]:
        EditorSite.objects.create(
            reading=reading, local_id=local_id, place=place, action="update", slots=slots, changed_at=BEGUN
        )
    for slot in slots:
        if chance.random() < 0.15:
            number = number_of(editor_id=reading.editor_id, key=slot[0])
            EditorTaken.objects.create(place=place, number=number, start=BEGUN)


def _told_slot(chance: random.Random, number: int) -> list[Any]:
    start = int(BEGUN.timestamp()) + 900 * chance.randint(-8, 360)
    labels = sum(LABELS[name] for name in chance.choice(_LABELLED))
    kinds, books = chance.choice([1, 1, 2, 3, 4, 7]), chance.random() < 0.7
    return [f"slot-{number}", start, start + 60 * chance.choice([10, 30]), labels, kinds, int(books), "", [], ""]
