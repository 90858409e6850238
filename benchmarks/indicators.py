"""How fast the table of a territory is with five thousand doctors; run by `make bench-indicators`.

Prints how long the worker's night takes for them (facts of the closed months, lines of the tables), then the table over
HTTP at ten requests a second (p50, p99), for a referent: plain, searched, narrowed, any page; and one doctor's page.
The server is the product's own, on loopback, on a database of its own: one territory, each doctor with a place, a
weekly plage of two hours and up to fifty patients in the quarter before this one.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from benchmarks import __main__ as bench

PORT = 8192
TABLE = "/administration/avenant-9"
NAMES = ("MARTIN", "BERNARD", "DUBOIS", "LE GOFF", "PETIT", "ROUX", "MOREAU", "ANDRE", "GUERIN", "COSTA")
_LABELS = {
    "plain": "referent, any page",
    "search": "referent, a name",
    "narrow": "referent, filters",
    "one": "one doctor",
}


def main() -> None:
    """Command line: --doctors in the territory, --seconds each open loop lasts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--doctors", type=int, default=5000)
    parser.add_argument("--seconds", type=int, default=30)
    asked = parser.parse_args()
    environment = bench.prepare(port=PORT, database=f"pg-indicators-{asked.doctors}")
    from benchmarks import pages as http_pages
    from sas.rooms.indicators.rules import quarter_of

    quarter = quarter_of(datetime.now(UTC).date()).previous
    ids = _populate(asked.doctors, first=datetime.combine(quarter.first_day, datetime.min.time(), UTC))
    print(f"\n== {len(ids):,} doctors\n{_night()}")
    cookie = _cookie()
    print(f"{'table of a territory, 10 requests/s':34} {'p50 ms':>8} {'p99 ms':>8} {'page/s':>8} {'CPU ms/page':>10}")
    with http_pages.server(environment, PORT) as served:
        for kind, label in _LABELS.items():
            load = {"path": _path(kind, quarter.key, ids), "pace": http_pages.Pace(10), "seconds": asked.seconds}
            http_pages.open_loop(served, [cookie], **load | {"seconds": 3})
            print(http_pages.open_loop(served, [cookie], **load).line(label))


def _path(kind: str, quarter: str, ids: list[int]) -> Callable[[random.Random], str]:
    def draw(chance: random.Random) -> str:
        asked: dict[str, object] = {"trimestre": quarter}
        if kind == "one":
            return f"{TABLE}/{chance.choice(ids)}?{urlencode(asked)}"
        if kind == "search":
            asked["texte"] = chance.choice(NAMES).lower()
        elif kind == "narrow":
            asked |= {"palier": chance.randrange(6), "conditions": chance.choice(("oui", "non"))}
        else:
            asked["page"] = chance.randrange(1, len(ids) // 25 + 1)
        return f"{TABLE}?{urlencode(asked)}"

    return draw


def _night() -> str:
    """What the worker does each night: the first one closes months, the second only makes the tables anew."""
    from sas.actor import Actor
    from sas.rooms.indicators import operations

    told = []
    for name in ("first night", "next night"):
        started = time.perf_counter()
        done = operations.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))
        seconds = time.perf_counter() - started
        told.append(f"{name:12} {seconds:7.1f} s: {done.months} months closed, {done.facts} facts, {done.lines} lines")
    return "\n".join(told)


def _cookie() -> str:
    from sas.actor import Role
    from sas.rooms.directory.models import Territory

    territory = Territory.objects.get(name="Banc").id
    return bench.session_of("banc-referent@sas.example", Role.REFERENT_TERRITORIAL, territory_ids=(territory,))


def _populate(count: int, *, first: datetime) -> list[int]:
    """Fill an empty database; returns the ids of the doctors."""
    from django.db import transaction

    from sas.rooms.directory.models import Professional, Territory

    if not Territory.objects.filter(name="Banc").exists():
        with transaction.atomic():
            territory = Territory.objects.create(name="Banc")
            territory.departements.set(["35"])
            places = make_doctors(count, now=first)
            _weekly(places, first=first)
            _patients(places, first=first)
    return list(Professional.objects.filter(national_id__startswith="897").values_list("id", flat=True))


def make_doctors(count: int, *, now: datetime) -> list[Any]:
    """Doctors of Ille-et-Vilaine with one place each, who take part and pledged their hours."""
    from sas.rooms.directory.models import Commune, Place, Professional
    from sas.rooms.participation.models import ProfessionalSettings

    chance, towns = random.Random(7), list(Commune.objects.filter(departement_id="35", lat__isnull=False))
    people = []
    for at in range(count):
        name = chance.choice(NAMES)
        known = {"family_name": name, "given_name": str(at), "name_key": f"{name.lower()} {at}"}
        people.append(Professional(national_id=f"897{at:09d}", profession_code="10", **known))
    Professional.objects.bulk_create(people, batch_size=2000)
    ProfessionalSettings.objects.bulk_create(
        ProfessionalSettings(
            professional=one, via=1, hours_pledged=at % 4 > 0, editor_slots_refused=True, updated_at=now
        )
        for at, one in enumerate(people)
    )
    made = []
    for at, one in enumerate(people):
        town = towns[at % len(towns)]
        where = {"commune": town, "departement_id": "35", "lat": town.lat, "lon": town.lon}
        known = {"name": f"Dr {at}", "name_key": f"dr {at}", "source": "rpps", "source_key": f"banc-{at}"}
        made.append(Place(professional=one, updated_at=now, **where, **known))
    return list(Place.objects.bulk_create(made, batch_size=2000))


def _weekly(places: list[Any], *, first: datetime) -> None:
    """A plage of two hours each Monday, since before the quarter."""
    from datetime import time as wall

    from sas.rooms.availability.models import AgendaSlot

    since = first.date() - timedelta(days=first.weekday())
    hours = {"start": wall(9), "end": wall(11), "zone": "Europe/Paris", "patients": 4, "modalities": 1}
    AgendaSlot.objects.bulk_create(
        (AgendaSlot(place=one, first_day=since, weekly=True, created_at=first, **hours) for one in places),
        batch_size=2000,
    )


def _patients(places: list[Any], *, first: datetime) -> None:
    """From none to fifty for each doctor, one in ten not honoured."""
    from sas.actor import Role
    from sas.rooms.accounts.models import User
    from sas.rooms.orientation.models import Orientation

    chance = random.Random(11)
    author = User.objects.create(
        email="banc-regulateur@sas.example",
        roles=[Role.REGULATEUR_OSNP.value],
        password=os.urandom(12).hex(),
        created_at=first,
    )
    rows = []
    for place in places:
        for _ in range(chance.randrange(51)):
            at = first + timedelta(hours=chance.randrange(9, 24 * 88))
            state = "noshow" if chance.random() < 0.1 else "fulfilled"
            where = {"kind": 2, "place": place, "day": at.date(), "start": at, "end": at, "time_zone": "Europe/Paris"}
            rows.append(Orientation(state=state, author=author, created_at=at, **where))
    Orientation.objects.bulk_create(rows, batch_size=5000)


if __name__ == "__main__":
    main()
