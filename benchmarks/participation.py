"""How soon a search shows that somebody changed his settings; run by `make bench-participation`.

On the generated national directory: professionals drawn at random save their settings one after the other,
individually, through an MSP, or not taking part any more. Prints the time from the first instruction of the operation
to the end of the first search that shows it, by name around the place: p50, p99 and the worst, beside the limit of one
second.
"""

import argparse
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks import __main__ as bench

PORT = 8192
LIMIT_MS, PATIENCE_MS = 1000, 10_000
DOCTORS = 50
HOUSE_PLACE = 9_999_999
"""Beyond the places of the generated directory, which are numbered by it, and before those of its copies."""


@dataclass(frozen=True)
class Doctor:
    """A professional with an account, and the place that a search looks for."""

    actor: Any
    professional_id: int
    place: Any


def main() -> None:
    """Command line: --changes how many, --places how many the directory holds (fewer: only to try the benchmark)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--places", type=int, default=0)
    asked = parser.parse_args()
    bench.prepare(port=PORT, database=f"pg-{asked.places}" if asked.places else "pg")
    from benchmarks import national
    from benchmarks.search import percentile

    now = datetime.now(UTC)
    national.PLACES = asked.places or national.PLACES
    national.build(now)
    print(f"\n== {national.size(now)}")
    times = sorted(_changes(random.Random(national.SEED), asked.changes))
    p50, p99 = percentile(times, 0.5), percentile(times, 0.99)
    print(f"{'settings changed, until shown':34} {'p50 ms':>8} {'p99 ms':>8} {'worst':>8} {'limit':>8}")
    print(f"{f'{len(times)} changes':34} {p50:8.1f} {p99:8.1f} {times[-1]:8.1f} {LIMIT_MS:8}")


def _changes(chance: random.Random, count: int) -> Iterator[float]:
    """Milliseconds of each; every change of a doctor makes his place appear among those « en sus », or leave them."""
    house, doctors = _house(), _doctors(chance)
    shown = {doctor.professional_id: _shown(doctor) for doctor in doctors}
    for number in range(count):
        doctor = doctors[number % len(doctors)]
        expected = not shown[doctor.professional_id]
        yield _until_shown(doctor, _said(house, expected=expected, by_house=number % 2 == 0), expected=expected)
        shown[doctor.professional_id] = expected


def _said(house: int, *, expected: bool, by_house: bool) -> Any:
    """Individually the place is offered « en sus »; through an MSP, or not taking part, it is not (§2.4)."""
    from sas.rooms.participation.enums import Via
    from sas.rooms.participation.rules import SettingsDraft

    if not expected and not by_house:
        return SettingsDraft()
    way = {"via": Via.INDIVIDUAL} if expected else {"via": Via.MSP, "structure_id": house}
    return SettingsDraft(accepts=True, has_software=False, hours_pledged=True, **way)


def _until_shown(doctor: Doctor, said: Any, *, expected: bool) -> float:
    from sas.rooms.participation import operations, queries

    asked = {"actor": doctor.actor, "professional_id": doctor.professional_id}
    seen = queries.own_settings(**asked).stamp
    started = time.perf_counter()
    operations.save_settings(draft=said, seen=seen, now=datetime.now(UTC), **asked)
    while _shown(doctor) is not expected:
        if (time.perf_counter() - started) * 1000 > PATIENCE_MS:
            raise SystemExit(f"professional {doctor.professional_id}: the change is not shown after {PATIENCE_MS} ms")
    return (time.perf_counter() - started) * 1000


def _shown(doctor: Doctor) -> bool:
    """Whether the search by name around the place, among those « en sus », finds it."""
    from sas.actor import Actor
    from sas.rooms.offer import queries
    from sas.rooms.offer.enums import AreaKind, Mode
    from sas.rooms.offer.queries import Area, SearchCriteria

    place = doctor.place
    area = Area(AreaKind.ADDRESS, "Banc", place.lat, place.lon, 2, place.time_zone, "")
    found = queries.search(
        actor=Actor.SYSTEM,
        criteria=SearchCriteria(place.name, area, Mode.OVERBOOKING, 7, 1, 10),
        now=datetime.now(UTC),
    )
    return place.id in [card.place_id for card in found.cards]


def _doctors(chance: random.Random) -> list[Doctor]:
    """Professionals of the directory, each with an account, which is made when absent."""
    from sas.actor import Actor, Role
    from sas.rooms.accounts.models import User
    from sas.rooms.directory.models import Place

    ids = list(Place.objects.filter(professional__isnull=False).order_by("id").values_list("id", flat=True))
    found = Place.objects.filter(id__in=chance.sample(ids, DOCTORS)).order_by("id")
    doctors, now = [], datetime.now(UTC)
    for place in found:
        number = place.professional_id or 0
        facts = {"roles": [Role.EFFECTEUR.value], "password": f"!{os.urandom(12).hex()}", "created_at": now}
        person = {"email": f"banc-medecin-{number}@sas.example", "family_name": "BANC", "given_name": "Banc"}
        user, _ = User.objects.get_or_create(professional_id=number, defaults=facts | person)
        actor = Actor(user.id, frozenset({Role.EFFECTEUR}), frozenset({place.id}))
        doctors.append(Doctor(actor, number, place))
    return doctors


def _house() -> int:
    """An MSP with a place of its own, whose flag follows those who take part through it."""
    from sas.rooms.directory.models import Activity, Place, Structure

    named = {"kind": "msp", "name": "MSP du Banc", "name_key": "msp du banc", "finess": "999999999"}
    made, _ = Structure.objects.get_or_create(source_key="banc-msp", defaults={"source": "structures"} | named)
    where = {"name": made.name, "name_key": made.name_key, "lat": 48.11, "lon": -1.68, "departement_id": "35"}
    kept = {"id": HOUSE_PLACE, "activities": [Activity.objects.order_by("id")[0].id], "updated_at": datetime.now(UTC)}
    Place.objects.get_or_create(
        source_key="banc-msp", defaults={"structure": made, "source": "structures"} | where | kept
    )
    return made.id


if __name__ == "__main__":
    main()
