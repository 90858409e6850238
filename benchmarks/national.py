"""A national directory to search in: 120,000 places, about five million open occurrences in 14 days.

Made through the product's own loaders and projection; kept under var/bench and used again. The country can also be laid
side by side ten times at the same density (copies shifted by longitude), in the tables that the search reads.
"""

import math
import random
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as wall

from django.db import connection, connections, transaction

from benchmarks.commands import run
from sas.actor import Actor
from sas.rooms.availability.operations import AgendaDraft, SlotPattern, load_agendas
from sas.rooms.directory.loaders import gazetteer
from sas.rooms.offer.rules import HORIZON, on_sphere
from sas.rooms.participation.enums import Via
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule

PLACES = 120_000
COPIES = 10
SHIFT_DEGREES = 15.0
SHIFT_IDS = 10_000_000
COPIED = ("offer_offerrank", "offer_offercard", "offer_offeropening")
SEED = 20261123
SPECIALTIES = ("SM54",) * 8 + (
    "SM01", "SM02", "SM04", "SM05", "SM07", "SM10", "SM15", "SM16", "SM24", "SM30", "SM33", "SM37", "SM40", "SM42",
    "SM44", "SM48",
)  # fmt: skip
PROFESSIONS = ("60", "70", "50", "40")

Rows = list[tuple[object, ...]]


def build(now: datetime, *, anew: bool = False) -> None:
    """Fill an empty database; bring one that was filled on another day to this one, without the copies it may hold.

    `anew`: project a filled one whatever its day, to measure what a rebuild costs (ten minutes).
    """
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from directory_place")
        if cursor.fetchone()[0] < PLACES:
            _fill(now)
        else:
            _alone()
            _refresh(now, anew=anew)


def build_directory(now: datetime) -> None:
    """The places alone, without an agenda, in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from directory_place")
        filled = cursor.fetchone()[0] >= PLACES
    if not filled:
        _fill_directory(random.Random(SEED), now)


def _fill_directory(chance: random.Random, now: datetime) -> None:
    started = time.perf_counter()
    with transaction.atomic():
        _copy_directory(chance, now)
    print(f"directory   {time.perf_counter() - started:6.1f} s")


def _fill(now: datetime) -> None:
    started = time.perf_counter()
    chance = random.Random(SEED)
    _fill_directory(chance, now)
    load_agendas(actor=Actor.SYSTEM, agendas=_agendas(chance, now.date()), now=now)
    print(f"agendas     {time.perf_counter() - started:6.1f} s, projected as they were loaded")
    _settle()


def _refresh(now: datetime, *, anew: bool) -> None:
    """Project every agenda anew when the days shown have moved on, or when that is asked; prints what it costs."""
    with connection.cursor() as cursor:
        cursor.execute("select max(start) from offer_offeropening")
        (last,) = cursor.fetchone()
    if not anew and last is not None and last.date() >= (now + HORIZON - timedelta(days=1)).date():
        return
    started = time.perf_counter()
    said, memory_mb = run("offer", "--rebuild")
    print(f"rebuild     {time.perf_counter() - started:6.1f} s, {memory_mb:.0f} MB at most: {said.strip()}")
    _settle()


def size(now: datetime) -> str:
    """How many places, and how many openings begin in the days that the search may show."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from offer_offercard")
        (places,) = cursor.fetchone()
        cursor.execute(
            "select count(*) from offer_offeropening where start >= %s and start < %s",
            [now, now + HORIZON],
        )
        (openings,) = cursor.fetchone()
    return f"{places:,} places, {openings:,} openings in {HORIZON.days} days"


def _settle() -> None:
    """What a server at rest has done by itself: statistics, visibility, and the neighbours stored side by side.

    As the owner of the tables: from anybody else PostgreSQL skips them with a mere warning.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("cluster offer_offerrank using offer_rank_zone")
        cursor.execute("vacuum analyze")


def _copy_directory(chance: random.Random, now: datetime) -> None:
    activities = _activity_ids()
    people, places, choices = [], [], []
    for number, commune in enumerate(_communes(chance), start=1):
        activity, profession = _practice(chance, activities)
        lat, lon = _around(chance, commune)
        name = f"Dr BANC {number}"
        people.append((number, f"89{number:010d}", "BANC", str(number), "", profession, f"banc {number}"))
        places.append(
            (
                number, number, [activity], name, f"dr banc {number}", "", "", "", f"R{number}",
                f"{number % 190 + 1} rue du Banc", (*commune.postal_codes, "")[0], commune.code,
                commune.departement, lat, lon, "address", ["0299000000"], _zone(commune), "sector_1", [], "{}", "rpps",
                f"bench-{number}", "", now,
            )
        )  # fmt: skip
        via = Via.INDIVIDUAL if chance.random() < 0.6 else Via.NONE
        choices.append((number, via.value, [], False, True, True, chance.random() < 0.2, now))
    _copy_rows(people, places, choices)


def _copy_rows(people: Rows, places: Rows, choices: Rows) -> None:
    _copy(
        "directory_professional",
        "id, national_id, family_name, given_name, title, profession_code, name_key",
        people,
    )
    _copy(
        "directory_place",
        "id, professional_id, activities, name, name_key, site_name, site_finess, site_siret, rpps_rang, address,"
        " postal_code, commune_id, departement_id, lat, lon, geo_precision, phones, time_zone, convention_sector,"
        " ms_sante, opening_hours, source, source_key, fingerprint, updated_at",
        places,
    )
    _copy(
        "participation_professionalsettings",
        "professional_id, via, cpts_places, has_software, hours_pledged, editor_slots_refused, reorientation_package,"
        " updated_at",
        choices,
    )


def _copy(table: str, columns: str, rows: Rows) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({columns}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _activity_ids() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("select code, id from directory_activity where kind <> 'structure' order by kind")
        return dict(cursor.fetchall())


def _communes(chance: random.Random) -> Iterator[gazetteer.CommuneRow]:
    """Doctors live where people live."""
    placed = [c for c in gazetteer.communes() if c.lat is not None and not c.is_arrondissement]
    yield from chance.choices(placed, weights=[c.population for c in placed], k=PLACES)


def _practice(chance: random.Random, activities: dict[str, int]) -> tuple[int, str]:
    if chance.random() < 0.75:
        return activities[chance.choice(SPECIALTIES)], "10"
    profession = chance.choice(PROFESSIONS)
    return activities[profession], profession


def _around(chance: random.Random, commune: gazetteer.CommuneRow) -> tuple[float, float]:
    """A town of 1,000 people spreads over some 500 m, Paris over 5 km."""
    spread_km = 0.5 + math.sqrt(commune.population) / 300
    lat = (commune.lat or 0.0) + chance.gauss(0, spread_km / 2) / 111.2
    lon = (commune.lon or 0.0) + chance.gauss(0, spread_km / 2) / (111.2 * math.cos(math.radians(lat)))
    return lat, lon


def _zone(commune: gazetteer.CommuneRow) -> str:
    from sas.rooms.directory.loaders.reference import time_zone_of

    return time_zone_of(departement=commune.departement, commune=commune.code)


def _agendas(chance: random.Random, today: date) -> Iterator[AgendaDraft]:
    with connection.cursor() as cursor:
        cursor.execute("select id, time_zone from directory_place order by id")
        places = cursor.fetchall()
    for place_id, zone in places:
        slots = [_weekly(chance, zone, today) for _ in range(chance.randint(11, 33))]
        yield AgendaDraft(place_id=place_id, slots=tuple(slots))


def _weekly(chance: random.Random, zone: str, today: date) -> SlotPattern:
    first = today - timedelta(days=chance.randint(7, 13))
    quarter = chance.randrange(32, 76)
    is_range = chance.random() < 0.25
    length = 8 if is_range else 1
    start, end = (wall(q // 4, q % 4 * 15) for q in (quarter, quarter + length))
    rule = SlotRule(first, None, True, start, end, zone, frozenset())
    return SlotPattern(
        rule, chance.randint(2, 8) if is_range else None, Modality(chance.choice((1, 1, 1, 2, 3, 4, 5, 7)))
    )


def multiply() -> None:
    """Lay the country ten times side by side: the same latitudes, so the same distances and density."""
    with connection.cursor() as cursor:
        for copy in range(1, COPIES):
            started = time.perf_counter()
            _shift(cursor, copy)
            print(f"copy {copy:2}     {time.perf_counter() - started:6.1f} s")
    _settle()


def _alone() -> None:
    """Take the copies away, those of an interrupted run too."""
    with connection.cursor() as cursor:
        gone = 0
        for table in COPIED:
            cursor.execute(f"delete from {table} where place_id >= {SHIFT_IDS}")  # type: ignore[arg-type]
            gone += cursor.rowcount
    if gone:
        _settle()


def _shift(cursor: object, copy: int) -> None:
    ids, degrees = copy * SHIFT_IDS, copy * SHIFT_DEGREES
    cosine, sine, _ = on_sphere(0.0, degrees)
    mine = f"place_id < {SHIFT_IDS}"
    cursor.execute(  # type: ignore[attr-defined]
        "insert into offer_offerrank (place_id, activity_id, band, lon, x, y, z, shuffle, participates, overbooking,"
        " reorientation, convention, cpts_id, first_start, first_until, second_start, second_until)"
        f" select place_id + {ids}, activity_id, band, lon + {degrees}, x * {cosine} - y * {sine},"
        f" x * {sine} + y * {cosine}, z, shuffle, participates, overbooking, reorientation, convention, cpts_id,"
        f" first_start, first_until, second_start, second_until from offer_offerrank where {mine}"
    )
    cursor.execute(  # type: ignore[attr-defined]
        "insert into offer_offercard (place_id, professional_id, structure_id, title, title_key, subtitle, address,"
        " lat, lon, time_zone, phone, convention, participation, overbooking, additional_info, agenda_updated_at,"
        " sign, reorientation, hours, cpts_id, listed_at,"
        f" activities) select place_id + {ids}, professional_id, structure_id, title, title_key, subtitle, address,"
        f" lat, lon + {degrees}, time_zone, phone, convention, participation, overbooking, additional_info,"
        " agenda_updated_at, sign, reorientation, hours, cpts_id, listed_at, activities"
        f" from offer_offercard where {mine}"
    )
    cursor.execute(  # type: ignore[attr-defined]
        "insert into offer_offeropening (place_id, start, slot_id, day, hours, until, capacity, taken, modalities,"
        " minutes)"
        f" select place_id + {ids}, start, slot_id + {ids}, day, hours, until, capacity, taken,"
        f" modalities, minutes from offer_offeropening where {mine}"
    )
