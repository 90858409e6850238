"""Figures of the weeks before the demonstration, which nobody lived: the dashboards of the first day have a past.

Searches are told as events and counted by their room. Daily facts are written as a count would have written them, and
their days as closed, so that no night counts them again from a past that is not there.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from sas.actor import Actor, Role
from sas.rooms.piloting.rules import LOOKS, areas, is_sunday
from sas.rooms.usage import operations as usage
from sas.rooms.usage.enums import CameFrom, EventName, EventOrigin
from sas.rooms.usage.rules import Event
from simulators.population.everybody import TERRITORIES, Territory

DAYS = 45
_OF_A_WEEK = (1.2, 1.0, 1.0, 1.0, 1.1, 0.5, 0.35)
"""How much happens, Monday first."""
_BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 9, 14, 15, 13, 10, 8, 9, 11, 11, 12, 14, 15, 12, 9, 6, 4, 2)
_WAYS, _STATES = (0.62, 0.17, 0.18, 0.03), (0.08, 0.07, 0.04, 0.74, 0.07)
_KINDS, _DELAYS = (0.7, 0.12, 0.04, 0.14), (0.31, 0.3, 0.24, 0.12, 0.03)
_DISTANCES = (0.46, 0.24, 0.16, 0.08, 0.02, 0.04)
_SPECIALTIES = (0.71, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01)
_SPECIALTY_IDS = """
select activity, label from (
    select unnest(activities) as activity, count(*) as places from directory_place where professional_id is not null
    group by 1
) known join directory_activity on directory_activity.id = activity order by places desc, activity limit %s
"""
_COMMUNES = """
select code from directory_commune where departement_id = %s and parent_code = '' order by population desc, code limit 8
"""
_HAS_PAST = "select exists (select from piloting_countedday where day < %s)"
_TERRITORY = "select id from directory_territory where name = %s"
_FACTS = {
    "piloting_countedday": ("day", "looks", "counted_at", "editors_at"),
    "piloting_orientationfact": ("area", "day", "version", "at", "kinds", "states", "delays", "distances"),
    "piloting_availabilityfact": ("area", "day", "version", "at", "source", "minutes", "places"),
    "piloting_participationfact": ("area", "day", "version", "at", "ways", "specialties"),
    "piloting_twohoursfact": ("area", "day", "version", "at", "participants", "with_agenda", "met"),
}
Row = tuple[str, tuple[Any, ...]]
"""A table of _FACTS and the values of its columns."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What draws the past: the chance, the specialties by id and label, the instant at which all is written."""

    chance: random.Random
    specialties: tuple[tuple[int, str], ...]
    now: datetime


def write(*, seed: int, now: datetime, today: date) -> None:
    """The DAYS before today, the same for the same seed; nothing where some are known already."""
    if _rows(_HAS_PAST, today)[0][0]:
        return
    past = _Past(random.Random(seed), tuple(_rows(_SPECIALTY_IDS, len(_SPECIALTIES))), now)
    ids = {one: _rows(_TERRITORY, one.name)[0][0] for one in TERRITORIES}
    communes = {code: [row[0] for row in _rows(_COMMUNES, code)] for one in TERRITORIES for code in one.departements}
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        _keep([("piloting_countedday", (day, len(LOOKS), now, now)), *_facts(past, day, ids, back=back)])
        at = datetime.combine(day, time(12), tzinfo=now.tzinfo)
        usage.record(actor=Actor.SYSTEM, events=tuple(_searches(past, day, communes)), now=at)
    usage.keep_up(actor=Actor.SYSTEM, now=now)


def _facts(past: _Past, day: date, ids: dict[Territory, int], *, back: int) -> Iterator[Row]:
    """What adds up by département; people, who do not, by territory and for the country."""
    growth, added = 1 - back / (4 * DAYS), []
    busy = _OF_A_WEEK[day.weekday()] * past.chance.uniform(0.85, 1.15)
    whole = 0
    for territory in TERRITORIES:
        people = round(territory.places * 0.4 * growth)
        whole += people
        for code in territory.departements:
            part = territory.places / len(territory.departements)
            added += _of_departement(past, day, areas.of_departement(code), part=part * busy * growth)
        yield from _of_people(past, day, f"t{ids[territory]}", people=people)
    yield from _of_people(past, day, "c", people=whole)
    yield from (*added, *_of_country(added))


def _of_departement(past: _Past, day: date, area: str, *, part: float) -> Iterator[Row]:
    count = round(part / 45)
    told = (area, day, 1, past.now)
    shares = (_KINDS, _STATES, _DELAYS, _DISTANCES)
    yield "piloting_orientationfact", (*told, *(_spread(past, count, one) for one in shares))
    for source, weight in (("agenda", 0.35), ("editor", 0.2)):
        hours = round(part * weight * past.chance.uniform(0.9, 1.1))
        yield "piloting_availabilityfact", (*told, source, hours * 60, hours * 3)


def _of_country(added: list[Row]) -> Iterator[Row]:
    """The départements together, fact by fact."""
    by_kind = defaultdict[tuple[object, ...], list[tuple[Any, ...]]](list)
    for table, (_, day, version, at, *numbers) in added:
        by_kind[table, day, version, at, numbers[0] if isinstance(numbers[0], str) else None].append(tuple(numbers))
    for (table, *told, _), rows in by_kind.items():
        yield str(table), ("c", *told, *(_together(column) for column in zip(*rows, strict=True)))


def _together(column: tuple[Any, ...]) -> object:
    """Lists add up place by place, numbers add up, a word stays."""
    if isinstance(column[0], list):
        return [sum(one) for one in zip(*column, strict=True)]
    return column[0] if isinstance(column[0], str) else sum(column)


def _of_people(past: _Past, day: date, area: str, *, people: int) -> Iterator[Row]:
    told = (area, day, 1, past.now)
    specialties = {
        str(key): count
        for (key, _), count in zip(past.specialties, _spread(past, people, _SPECIALTIES), strict=False)
        if count
    }
    yield "piloting_participationfact", (*told, _spread(past, people, _WAYS), json.dumps(specialties))
    if is_sunday(day):
        yield (
            "piloting_twohoursfact",
            (*told, people, round(people * 0.8), round(people * past.chance.uniform(0.55, 0.7))),
        )


def _searches(past: _Past, day: date, communes: dict[str, list[str]]) -> Iterator[Event]:
    """Some twenty a day in each département, more around its large towns."""
    for departement, codes in communes.items():
        for _ in range(round(20 * _OF_A_WEEK[day.weekday()])):
            commune = past.chance.choices(codes, weights=range(2 * len(codes), len(codes), -1))[0]
            yield from _search(past, day, departement, commune)


def _search(past: _Past, day: date, departement: str, commune: str) -> Iterator[Event]:
    chance = past.chance
    mark = {"search": f"{chance.getrandbits(64):016x}"}
    found, slot = chance.random() < 0.93, chance.random() < 0.78
    content: dict[str, Any] = mark | {
        "day": day.isoformat(),
        "hour": chance.choices(range(24), weights=_BY_HOUR)[0],
        "role": Role.REGULATEUR_OSNP,
        "commune": commune,
        "departement": departement,
        "place": "ville",
        "activity": chance.choices(past.specialties, weights=_SPECIALTIES[: len(past.specialties)])[0][1],
        "byName": False,
        "mode": "creneaux",
        "results": chance.randint(1, 100) if found else 0,
        "slot": found and slot,
        "from": CameFrom.HEADER,
    }
    yield Event(EventName.SEARCH, EventOrigin.BACK, content)
    if found and chance.random() < 0.55:
        yield Event(EventName.CARD_OPENED, EventOrigin.BACK, mark)
    if found and slot and chance.random() < 0.4:
        yield Event(EventName.ORIENTATION_MADE, EventOrigin.BACK, mark)


def _spread(past: _Past, count: int, shares: tuple[float, ...]) -> list[int]:
    """A count by shares that add up to one, what remains going to the first."""
    found = [int(count * share * past.chance.uniform(0.9, 1.0)) for share in shares]
    return [found[0] + count - sum(found), *found[1:]]


def _keep(rows: list[Row]) -> None:
    with connection.cursor() as cursor:
        for table, columns in _FACTS.items():
            values = [told for name, told in rows if name == table]
            holes = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"insert into {table} ({', '.join(columns)}) values ({holes})", values)


def _rows(statement: str, asked: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked])
        return cursor.fetchall()
