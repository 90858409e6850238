"""How fast the free slots of editors are read; run by `make bench-editors`.

Prints: a bundle of 1,000 slots from its bytes to values, beside what the JSON alone takes; then forty simulated editors
asked about twenty-five professionals each, over mutual TLS, and how much longer it takes than the slowest of them. They
run in a process of their own, give prepared answers, and share this machine's processors with the reader.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from sas.adapters.editors.values import Answer
    from simulators.editor.editor import Editor
    from simulators.editor.world import World

ROOT = Path(__file__).resolve().parent.parent
EDITORS, PEOPLE, PER_DAY = 40, 25, 10
SLOTS = 1_000
WINDOW = timedelta(days=2)
LATENCIES = (0.05, 0.8)
"""Seconds, of the quickest and the slowest editor; the others stand between."""


def main() -> None:
    """Command line: --rounds of each measure. `--serve FOLDER` is the other process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--serve", type=Path)
    asked = parser.parse_args()
    if asked.serve:
        _serve(asked.serve)
        return
    with tempfile.TemporaryDirectory() as folder:
        _settle(Path(folder))
        _one_bundle(rounds=asked.rounds * 10)
        _forty_editors(Path(folder), rounds=asked.rounds)


def _settle(folder: Path) -> None:
    """Certificates for both sides, and the settings that name ours."""
    import django

    from tests.factories.authority import Authority

    authority = Authority(folder)
    ours = authority.issue("ours", cn="sas.bench")
    authority.issue("theirs", cn="editeur.bench")
    os.environ.update(
        SECRET_KEY=secrets.token_hex(),
        DATABASE_URL="postgres://nobody@127.0.0.1/none",
        DJANGO_SETTINGS_MODULE="config.settings",
        EDITOR_CLIENT_CERT=str(ours),
        EDITOR_CLIENT_KEY=str(ours.with_suffix(".key")),
        EDITOR_CA_BUNDLE=str(authority.certificate),
    )
    django.setup()


def _world(number: int, *, per_day: int) -> "World":
    from simulators.editor.world import EVERY_KIND, Point, Professional, World

    def doctor(rank: int) -> Professional:
        own = f"8{number:05}{rank:06}"
        place = {"name": "Cabinet", "line": f"{rank} rue du Banc", "postal_code": "35000", "city": "Rennes"}
        point = Point(f"{number}-{rank}", **place, structure="1350000000", offers=EVERY_KIND)
        return Professional(own, "Banc", "Ana", (replace(point, per_day=per_day, first=wall_time(6)),))

    return World(tuple(doctor(rank) for rank in range(PEOPLE)))


def _one_bundle(*, rounds: int) -> None:
    from sas.adapters.editors import bundles, protocol, reader
    from sas.adapters.editors.values import Endpoint, Kind
    from simulators.editor.editor import Request
    from simulators.editor.web import invented_editor

    now = datetime.now(UTC)
    editor = invented_editor(world=_world(0, per_day=SLOTS // PEOPLE // 2))
    where = Endpoint(1, "http://127.0.0.1:1/fhir", hosts=("127.0.0.1:1",))
    numbers = [one.number for one in editor.world.professionals]
    (asked,) = protocol.requests(Kind.PRACTITIONERS, numbers, start=now, end=now + WINDOW)
    url = protocol.address(where, asked)
    reply, _ = editor.answer(Request("GET", url.removeprefix("http://127.0.0.1:1"), {}, {}), base="http://127.0.0.1:1")

    def read() -> int:
        sites, _ = reader.read([bundles.page(reply.body)], endpoint=where, asked=asked)
        return sum(len(site.slots) for site in sites)

    print(f"one bundle: {read()} slots, {len(reply.body) / 2**20:.2f} MiB; CPU, median of {rounds}")
    alone = _median(lambda: msgspec.json.decode(reply.body), rounds)
    ways: list[tuple[str, Callable[[], object]]] = [
        ("json of the standard library", lambda: json.loads(reply.body)),
        ("entries left as they came (msgspec.Raw)", lambda: bundles.page(reply.body)),
        ("to values, checked", read),
    ]
    print(f"{'JSON alone (msgspec, untyped)':42} {alone:6.1f} ms")
    for name, way in ways:
        took = _median(way, rounds)
        print(f"{name:42} {took:6.1f} ms   × {took / alone:.2f}")


def _median(way: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        way()
        taken.append((time.process_time() - began) * 1000)
    return statistics.median(taken)


def _forty_editors(folder: Path, *, rounds: int) -> None:
    from sas.adapters.editors import client, protocol
    from sas.adapters.editors.values import Endpoint, Kind

    command = [sys.executable, "-m", "benchmarks.editors", "--serve", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        try:
            addresses: list[str] = json.loads(other.stdout.readline())
            now = datetime.now(UTC)
            requests = []
            for number, address in enumerate(addresses):
                numbers = [one.number for one in _world(number, per_day=0).professionals]
                (asked,) = protocol.requests(Kind.PRACTITIONERS, numbers, start=now, end=now + WINDOW)
                where = Endpoint(number, f"{address}/fhir", expected_cn="editeur.bench", hosts=(address[8:],))
                requests.append((where, asked))
            client.ask(requests, now=now, deadline=60)  # prepares the answers
            _report([_timed(lambda: client.ask(requests, now=now)) for _ in range(rounds)])
        finally:
            other.terminate()


def _timed(ask: "Callable[[], list[Answer]]") -> "tuple[float, float, list[Answer]]":
    began, cpu = time.monotonic(), time.process_time()
    found = ask()
    return time.monotonic() - began, time.process_time() - cpu, found


def _report(measures: "list[tuple[float, float, list[Answer]]]") -> None:
    failed = sum(1 for _, _, found in measures for one in found if one.failure)
    slots = sum(len(site.slots) for one in measures[-1][2] for site in one.sites)
    whole = sorted(took * 1000 for took, _, _ in measures)
    cpu = statistics.median(used * 1000 for _, used, _ in measures)
    slowest = LATENCIES[1] * 1000
    middle = statistics.median(whole)
    print(f"{EDITORS} editors × {PEOPLE} professionals, mutual TLS: {slots} slots")
    print(f"{len(measures)} rounds, {failed} answers failed")
    print(f"slowest editor {slowest:.0f} ms; all read after {middle:.0f} ms (median), {whole[-1]:.0f} ms (worst)")
    print(f"{middle - slowest:.0f} ms over the slowest editor; CPU of the reader {cpu:.0f} ms")


def _serve(folder: Path) -> None:
    """Forty editors, their addresses on one line, until the process is ended."""
    from simulators.editor.tls import Side
    from simulators.editor.web import EditorServer

    side = Side(folder / "theirs.pem", folder / "theirs.key", folder / "ca.pem", expected_cn="sas.bench")
    servers = [EditorServer(_prepared(number), side=side) for number in range(EDITORS)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps([one.url for one in servers]), flush=True)
    threading.Event().wait()


def _prepared(number: int) -> "Editor":
    """An editor that answers once, then says the same again, after its latency."""
    from simulators.editor.delivery import Reply
    from simulators.editor.editor import Editor, Request
    from simulators.editor.web import invented_editor

    class Prepared(Editor):
        kept: Reply | None = None

        def answer(self, request: Request, *, base: str) -> tuple[Reply, list[str]]:
            self.kept = self.kept or super().answer(request, base=base)[0]
            return self.kept, [f"delay:{latency}"]

    quickest, slowest = LATENCIES
    latency = quickest + (slowest - quickest) * number / (EDITORS - 1)
    plain = invented_editor(world=_world(number, per_day=PER_DAY))
    return Prepared(plain.world, clock=plain.clock, bookings=plain.bookings)


if __name__ == "__main__":
    main()
