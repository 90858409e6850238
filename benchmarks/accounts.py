"""How fast the pages of accounts are with ten thousand of them; run by `make bench-accounts`.

Prints the list page over HTTP at ten requests a second (p50, p99), for an administrator and for an account manager,
plain and searched; then the export of every account, as CSV and as XLSX: seconds, and the memory of the web process.
The server is the product's own, on loopback, on a database of its own: a directory of a hundred thousand professionals,
each with a place, and five hundred structures; a third of the accounts are effecteurs, a third structure managers, a
third regulators.
"""

import argparse
import http.client
import os
import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import __main__ as bench

ACCOUNTS, PROFESSIONALS, STRUCTURES = 10_000, 100_000, 500
PORT = 8191
LIST = "/administration/comptes"
NAMES = ("MARTIN", "BERNARD", "DUBOIS", "LE GOFF", "ÉLUARD", "PETIT", "ROUX", "MOREAU", "ANDRÉ", "GUÉRIN")
GIVEN = ("Anaïs", "Claire", "Émile", "Jeanne", "Paul", "Régis", "Sophie", "Yann", "Zoé", "Inès")
DEPARTEMENTS = ("22", "29", "35", "50", "56", "59", "69", "75", "92", "93")
_LABELS = {"all": "administrator", "own": "account manager", "search": "administrator, a name"}


def main() -> None:
    """Command line: --seconds each open loop lasts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    environment = bench.prepare(port=PORT, database="pg-accounts")
    from benchmarks import pages as http_pages

    print(f"\n== {_populate():,} accounts")
    administrator, manager = _cookies()
    print(f"{'list of accounts, 10 requests/s':34} {'p50 ms':>8} {'p99 ms':>8} {'page/s':>8} {'CPU ms/page':>10}")
    with http_pages.server(environment, PORT) as served:
        for kind, cookie in (("all", administrator), ("own", manager), ("search", administrator)):
            load = {"path": _path(kind), "pace": http_pages.Pace(10), "seconds": asked.seconds}
            http_pages.open_loop(served, [cookie], **load | {"seconds": 3})
            print(http_pages.open_loop(served, [cookie], **load).line(_LABELS[kind]))
        for form in ("csv", "xlsx"):
            print(_export(administrator, served, form))


def _path(kind: str) -> Callable[[random.Random], str]:
    def draw(chance: random.Random) -> str:
        asked: dict[str, object] = {"page": chance.randrange(1, 6)}
        if kind == "search":
            asked["texte"] = chance.choice(NAMES).lower()
        elif chance.random() < 0.3:
            asked["role"] = chance.choice(("effecteur", "regulateur_osnp", "ioa"))
        return f"{LIST}?{urlencode(asked)}"

    return draw


def _export(cookie: str, served: Any, form: str) -> str:
    """Seconds of the whole export, and how much the web processes swelled at most."""
    host = f"127.0.0.1:{PORT}"
    connection = http.client.HTTPConnection(host, timeout=120)
    connection.request("GET", LIST, headers={"Cookie": f"sessionid={cookie}", "Host": host})
    first = connection.getresponse()
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', first.read())
    secret = str(first.headers["Set-Cookie"]).split(";")[0]
    assert token
    body = urlencode({"forme": form, "csrfmiddlewaretoken": token[1].decode()})
    headers = {
        "Cookie": f"sessionid={cookie}; {secret}",
        "Host": host,
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://{host}",
    }
    before, started = _resident(served, reset=True), time.perf_counter()
    connection.request("POST", f"{LIST}/export", body, headers)
    answer = connection.getresponse()
    size = 0
    while block := answer.read(65536):
        size += len(block)
    seconds = time.perf_counter() - started
    if answer.status != http.client.OK:
        raise SystemExit(f"{answer.status} for the export")
    swollen = _resident(served) - before
    return (
        f"export of all as {form:5} {seconds:6.2f} s, {size / 1000:.0f} kB, web memory + {swollen:.1f} MB at its peak"
    )


def _resident(served: Any, *, reset: bool = False) -> float:
    """Megabytes: the highest resident memory of the server's processes since the last reset."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            if served.parents.isdisjoint((int(fields[1]), int(folder.name))):
                continue
            if reset:
                (folder / "clear_refs").write_text("5")
            peak = re.search(r"VmHWM:\s+(\d+)", (folder / "status").read_text())
            total += int(peak[1]) / 1000 if peak else 0
        except OSError:
            continue
    return total


def _cookies() -> tuple[str, str]:
    from sas.actor import Role
    from sas.rooms.directory.models import Territory

    territory = Territory.objects.get(name="Banc 35").id
    return (
        bench.session_of("banc-administrateur@sas.example", Role.ADMINISTRATEUR),
        bench.session_of("banc-gestionnaire@sas.example", Role.GESTIONNAIRE_COMPTES, territory_ids=(territory,)),
    )


def _populate() -> int:
    """Fill an empty database; returns how many accounts there are."""
    from sas.rooms.accounts.models import User

    if not User.objects.filter(email="compte-0@sas.example").exists():
        from django.db import transaction

        with transaction.atomic():
            territories = _territories()
            _accounts(doctors=_doctors(), houses=_houses(), territories=territories)
    return User.objects.count()


def _territories() -> list[int]:
    from sas.rooms.directory.models import Territory

    made = [Territory.objects.create(name=f"Banc {code}") for code in DEPARTEMENTS]
    for one, code in zip(made, DEPARTEMENTS, strict=True):
        one.departements.set([code])
    return [one.id for one in made]


def _towns() -> list[Any]:
    from sas.rooms.directory.models import Commune

    return list(Commune.objects.filter(parent_code="", lat__isnull=False).order_by("code"))


def _doctors() -> list[int]:
    """Professionals with one place each, spread over every commune; returns their ids."""
    from sas.rooms.directory.models import Place, Professional

    towns, now = _towns(), datetime.now(UTC)
    named = {"family_name": "BANC", "profession_code": "10"}
    people = Professional.objects.bulk_create(
        (Professional(national_id=f"899{at:09d}", name_key=f"banc {at}", **named) for at in range(PROFESSIONALS)),
        batch_size=5000,
    )
    places = []
    for at, one in enumerate(people):
        town = towns[at % len(towns)]
        where = {"commune_id": town.code, "departement_id": town.departement_id}
        known = {"name": f"Dr {at}", "name_key": f"dr {at}", "source": "rpps", "source_key": f"banc-{at}"}
        places.append(Place(professional=one, updated_at=now, **known, **where))
    Place.objects.bulk_create(places, batch_size=5000)
    return [one.id for one in people]


def _houses() -> list[int]:
    from sas.rooms.directory.models import Structure

    towns, made = _towns(), []
    for at in range(STRUCTURES):
        named = {"kind": "cds", "name": f"Centre {at}", "name_key": f"centre {at}", "finess": f"99{at:07d}"}
        made.append(Structure(commune=towns[at * 67 % len(towns)], source_key=f"banc-centre-{at}", **named))
    return [one.id for one in Structure.objects.bulk_create(made)]


def _accounts(*, doctors: list[int], houses: list[int], territories: list[int]) -> None:
    from django.contrib.auth.hashers import make_password

    from sas.actor import Role
    from sas.rooms.accounts.models import User
    from sas.rooms.directory.rules import search_key

    chance, now, password = random.Random(7), datetime.now(UTC), make_password(os.urandom(12).hex())
    kinds = (Role.EFFECTEUR, Role.GESTIONNAIRE_STRUCTURE, Role.REGULATEUR_OSNP)
    users = []
    for at in range(ACCOUNTS):
        family, given = chance.choice(NAMES), chance.choice(GIVEN)
        person = {"family_name": family, "given_name": given, "name_key": search_key(f"{family} {given}")}
        facts = {"email": f"compte-{at}@sas.example", "roles": [kinds[at % 3].value], "password": password}
        doctor = doctors[at * 7] if at % 3 == 0 else None
        seen = now if at % 5 else None
        users.append(User(**person, **facts, professional_id=doctor, last_login=seen, created_at=now))
    made = User.objects.bulk_create(users, batch_size=2000)
    of_house, of_territory = User.structures.through, User.territories.through
    of_house.objects.bulk_create(
        of_house(user_id=one.id, structure_id=houses[at % STRUCTURES]) for at, one in enumerate(made[1::3])
    )
    of_territory.objects.bulk_create(
        of_territory(user_id=one.id, territory_id=territories[at % len(territories)])
        for at, one in enumerate(made[2::3])
    )


if __name__ == "__main__":
    main()
