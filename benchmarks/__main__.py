"""`make bench`: build the national directory once, then print every figure in one run."""

import argparse
import os
import random
import statistics
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config import embedded_pg

ROOT = Path(__file__).resolve().parent.parent
PORT = 8190
PEOPLE = 8
OPEN_LOOP_SECONDS = 20
TURNS = 5
PAGES = {"floor": "trivial signed-in page", "any": "result page"}


def main() -> None:
    """Command line: --pages how many pages a loop asks, --ten countries side by side, --as-it-is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--ten", action="store_true", help="also lay the country ten times side by side (10 GB)")
    parser.add_argument("--as-it-is", action="store_true", help="build nothing: measure what the last run left")
    asked = parser.parse_args()
    environment = prepare()
    from benchmarks import national

    now = datetime.now(UTC)
    if asked.as_it_is:
        _measure(national.size(now), environment, asked.pages)
        return
    national.build(now, anew=True)
    once = _measure(national.size(now), environment, asked.pages)
    if asked.ten:
        national.multiply()
        ten = _measure(f"ten countries side by side: {national.size(now)}", environment, asked.pages)
        print(f"\nten countries / one: page CPU x {ten['cpu'] / once['cpu']:.2f}")
        for kind, median in once["sql"].items():
            print(f"  {kind:34} SQL p50 x {ten['sql'][kind] / median:.2f}")


def prepare(*, port: int = PORT, database: str = "pg") -> dict[str, str]:
    """Start the database and Django; returns the environment of the server under test, on that port."""
    addresses = embedded_pg.ensure(ROOT / "var" / "bench" / database)
    environment = {
        "DATABASE_URL": addresses.app_url,
        "DATABASE_POOL": "4",
        "SECRET_KEY": "benchmark",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "STATIC_ROOT": str(ROOT / "var" / "bench" / "static"),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LOG_LEVEL": "ERROR",
    }
    os.environ.update(environment | {"DATABASE_OWNER_URL": addresses.owner_url, "DATABASE_POOL": "0"})
    import django
    from django.core.management import call_command

    django.setup()
    call_command("upgrade", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return environment


def _people() -> list[str]:
    """Sessions of regulators and effecteurs, made when absent."""
    from sas.actor import Role

    roles = (Role.REGULATEUR_OSNP, Role.EFFECTEUR)
    return [session_of(f"banc{number}@sas.example", roles[number % 2]) for number in range(PEOPLE)]


def session_of(email: str, role: Any, **attached: Any) -> str:
    """The key of a session of this account, which is made when absent; `attached`: fields of its AccountDraft."""
    from django.contrib.sessions.backends.db import SessionStore

    from sas.actor import Actor
    from sas.rooms.accounts.enums import Means
    from sas.rooms.accounts.models import User
    from sas.rooms.accounts.operations import AccountDraft, accept_terms, create_account
    from sas.rooms.accounts.queries import id_of_email, stamp_of, terms_to_accept

    draft = AccountDraft(email, "BANC", email.split("@", maxsplit=1)[0], (role,), os.urandom(12).hex(), **attached)
    user_id = id_of_email(actor=Actor.SYSTEM, email=email) or create_account(
        actor=Actor.SYSTEM, draft=draft, now=datetime.now(UTC)
    )
    if terms := terms_to_accept(actor=Actor.SYSTEM, user_id=user_id):
        accept_terms(actor=Actor(user_id=user_id), number=terms, means=Means.PASSWORD, now=datetime.now(UTC))
    session = SessionStore()
    session["user_id"] = user_id
    session["password_stamp"] = stamp_of(User.objects.get(id=user_id).password)
    session.save()
    return str(session.session_key)


def _in_turns(served: Any, cookies: list[str], *, clients: int, pages: int) -> dict[str, Any]:
    """The two pages in turns, so that a machine that slows down for a while slows both."""
    from benchmarks import pages as http

    runs: dict[str, Any] = {}
    for turn in range(TURNS):
        for kind in PAGES:
            share = {"path": http.draw_path(kind), "turn": turn, "clients": clients, "pages": pages // TURNS}
            run = http.closed_loop(served, cookies, **share)
            runs[kind] = runs[kind].joined(run) if turn else run
    return runs


def _as_due(served: Any, cookies: list[str]) -> None:
    """Each page at its instant, then once more beside something that moves its times."""
    from benchmarks import changes
    from benchmarks import pages as http

    changing = (changes.under_way, f"while {changes.RATE} slots change")
    aside = {
        http.Pace(20): (http.awake, "on cores kept awake"),
        http.Pace(50): changing,
        http.Pace(50, evenly=True): changing,
    }
    for pace, (meanwhile, words) in aside.items():
        for kind, name in PAGES.items():
            load = {"path": http.draw_path(kind), "pace": pace, "seconds": OPEN_LOOP_SECONDS}
            title = f"{name}, {pace.rate}/s {'evenly' if pace.evenly else 'at random'}"
            print(http.open_loop(served, cookies, **load).line(title))
            with meanwhile():
                print(http.open_loop(served, cookies, **load).line(f"  {words}"))


def _measure(title: str, environment: dict[str, str], pages: int) -> dict[str, Any]:
    from benchmarks import pages as http
    from benchmarks import search

    print(f"\n== {title}")
    medians = search.print_statements(pages)
    cookies = _people()
    title = f"pages over HTTP, {http.WORKERS} workers"
    print(f"\n{title:34} {'p50 ms':>8} {'p99 ms':>8} {'page/s':>8} {'CPU ms/page':>10}")
    with http.server(environment, PORT) as served:
        http.closed_loop(served, cookies, path=http.draw_path("any"), clients=4, pages=200)  # warm up
        costs = {}
        for clients in (1, 32):
            for kind, run in _in_turns(served, cookies, clients=clients, pages=pages).items():
                print(run.line(f"{PAGES[kind]}, {clients} client{'s' * (clients > 1)}"))
                costs[kind, clients] = run.cpu_ms
        _as_due(served, cookies)
        size = http.Browser(PORT, cookies[0]).get(search.Draws(random.Random(5)).town().path)[1]
    print(
        f"result page / trivial page: CPU x {costs['any', 1] / costs['floor', 1]:.2f} (1 client),"
        f" x {costs['any', 32] / costs['floor', 32]:.2f} (32 clients); {size / 1000:.0f} kB before compression"
    )
    return {"sql": medians, "cpu": statistics.mean((costs["any", 1], costs["any", 32]))}


if __name__ == "__main__":
    sys.exit(main())
