"""What a search costs while every editor is in fault, against the same search while none is.

A small directory whose doctors all name one of twenty simulated editors; pages over HTTP, the product's own worker
beside them, which asks these editors because pages show their doctors. Turns with and without faults follow one
another, so that a machine that slows down for a while slows both. Prints p50 and p99 of both, and how many requests to
editors went well or failed meanwhile.

    python -m benchmarks.editor_faults [--places 6000] [--pages 600]
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import __main__ as bench

ROOT = Path(__file__).resolve().parent.parent
PORT, EDITORS, TURNS, CLIENTS = 8195, 20, 6, 4
LIMIT = 1.10
FAULTS = ("delay:8", "dribble", "reset", "500", "html", "invalid-json", "too-large", "thousand,twice")
READ_AT_MOST_SECONDS = 300


def main() -> None:
    """Command line: --places of the directory, --pages of each of the two; `--serve FOLDER` is the other process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=6000)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--serve", type=Path)
    asked = parser.parse_args()
    if asked.serve:
        _serve(asked.serve)
        return
    environment = bench.prepare(port=PORT, database=f"pg-{asked.places}") | {"ENVIRONMENT": "test"}
    from benchmarks import national

    national.PLACES = asked.places
    national.build(datetime.now(UTC))
    with _editors(ROOT / "var" / "bench" / f"editors-{asked.places}") as (addresses, say):
        _declare(addresses)
        _read_once()
        with _worker(environment):
            _measure(environment, say, pages=asked.pages)


def _measure(environment: dict[str, str], say: Any, *, pages: int) -> None:
    from benchmarks import pages as http
    from sas.actor import Role
    from sas.rooms.editors.models import EditorPace

    cookies = [bench.session_of("banc1@sas.example", Role.REGULATEUR_OSNP)]
    runs: dict[str, http.Run] = {}
    requests = {"none": Counter[str](), "all": Counter[str]()}
    load = {"path": http.draw_path("town"), "clients": CLIENTS}
    with http.server(environment, PORT) as served:
        http.closed_loop(served, cookies, turn=99, pages=200, **load)  # warm up
        for turn in range(TURNS):
            for faults in requests:
                say(faults)
                EditorPace.objects.update(failures=0, closed_until=None)
                before = _requests()
                run = http.closed_loop(served, cookies, turn=turn, pages=pages // TURNS, **load)
                runs[faults] = runs[faults].joined(run) if faults in runs else run
                requests[faults] += _requests() - before
    print(f"{'editors in fault':34} {'p50 ms':>8} {'p99 ms':>8} {'page/s':>8} {'CPU ms/page':>10}  requests to editors")
    for faults, run in runs.items():
        print(f"{run.line(faults)}  {dict(requests[faults])}")
    none, everyone = (http.percentile(runs[name].times, 0.5) for name in ("none", "all"))
    print(f"p50 with all in fault / with none: x {everyone / none:.3f} (at most x {LIMIT:.2f})")


def _requests() -> Counter[str]:
    from sas.rooms.editors.models import EditorDay

    found = Counter[str]()
    for day in EditorDay.objects.all():
        failed = sum(day.failed.values())
        found += Counter({"well": day.requests - failed, "failed": failed})
    return found


def _declare(addresses: list[str]) -> None:
    """The editors at these addresses, and every professional's choice of one of them."""
    from django.db import connection

    from sas.rooms.directory.models import Editor

    ids = []
    for number, address in enumerate(addresses):
        about = {"base_url": f"{address}/fhir", "end_to_end": True, "hosts": [address.partition("//")[2]]}
        about |= {"per_minute": 600, "active": True}
        ids.append(Editor.objects.update_or_create(name=f"Banc {number}", defaults=about)[0].id)
    with connection.cursor() as cursor:
        cursor.execute(
            "update participation_professionalsettings set has_software = true, editor_slots_refused = false,"
            " editors = array[(%s::bigint[])[1 + professional_id %% %s]]",
            [ids, EDITORS],
        )


def _read_once() -> None:
    """Until everybody is known; from then on editors are asked only about those whom a page shows.

    One editor after the other: all of them live in one process here, which could not answer all at once in time.
    """
    from sas.rooms.editors.models import EditorReading
    from sas.worker import tasks

    started = time.monotonic()
    tasks.plan_editors(timestamp=0)
    EditorReading.objects.update(due_at=datetime.now(UTC), failures=0, interfaced_at=None)
    unread = EditorReading.objects.filter(interfaced_at=None)
    while unread.exists():
        for editor in tasks.reached():
            _ask(editor)
        if time.monotonic() - started > READ_AT_MOST_SECONDS:
            raise SystemExit(f"{unread.count():,} doctors are not read after {READ_AT_MOST_SECONDS} s")
    EditorReading.objects.update(due_at=datetime.now(UTC) + timedelta(hours=1))
    told = EditorReading.objects.count()
    print(f"{told:,} doctors of {EDITORS} editors read in {time.monotonic() - started:.1f} s")


def _ask(editor: Any) -> None:
    from sas.actor import Actor
    from sas.adapters.editors import client
    from sas.rooms.editors import operations as editors
    from sas.rooms.editors.models import EditorPace

    now = datetime.now(UTC)
    EditorPace.objects.update(used=0, failures=0, closed_until=None)
    editors.refresh(actor=Actor.SYSTEM, reached=[editor], ask=partial(client.ask, now=now), now=now)


@contextmanager
def _editors(worlds: Path) -> Iterator[tuple[list[str], Any]]:
    """Their addresses, and how they are told to misbehave: "none" or "all"."""
    worlds.mkdir(exist_ok=True)
    for number, world in enumerate(_worlds()):
        (worlds / f"{number:02}.json").write_text(json.dumps(world))
    command = [sys.executable, "-m", "benchmarks.editor_faults", "--serve", str(worlds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        told, answered = other.stdin, other.stdout

        def say(faults: str) -> None:
            told.write(f"{faults}\n")
            told.flush()
            assert answered.readline().strip() == faults

        try:
            yield json.loads(answered.readline()), say
        finally:
            other.terminate()


def _worlds() -> list[dict[str, Any]]:
    from sas.rooms.directory.models import Place

    rows = Place.objects.filter(professional__isnull=False).order_by("id")
    people: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for place in rows.select_related("professional"):
        assert place.professional
        where = {"name": "Cabinet", "line": place.address, "postal_code": place.postal_code, "city": "Banc"}
        point = {"id": f"lieu-{place.id}", "per_day": 12, "first": "08:00", **where}
        own = {"number": place.professional.national_id, "family": "BANC", "given": str(place.id)}
        people[place.professional.id % EDITORS].append({**own, "points": [point]})
    return [{"professionals": people[number]} for number in range(EDITORS)]


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "django", "worker"]
    child = subprocess.Popen(command, env=os.environ | environment, cwd=ROOT)
    try:
        yield
    finally:
        child.terminate()
        child.wait(20)


def _serve(worlds: Path) -> None:
    """The editors, their addresses on one line, then "none" or "all" as the standard input says."""
    from simulators.editor.web import EditorServer, invented_editor
    from simulators.editor.world import read

    servers = [EditorServer(invented_editor(world=read(one))) for one in sorted(worlds.glob("*.json"))]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps([one.url for one in servers]), flush=True)
    for line in sys.stdin:
        for number, server in enumerate(servers):
            server.editor.faults["*"] = FAULTS[number % len(FAULTS)] if line.strip() == "all" else ""
        print(line.strip(), flush=True)


if __name__ == "__main__":
    main()
