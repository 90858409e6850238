"""How fast the agenda is, read and written, in the national directory; run by `make bench-agenda`.

Prints, over HTTP: the week of a busy place (60 availabilities); of a structure with 20 points, the dashboard and the
week of a point; from the moment a weekly plage is sent until the regulator's result page shows it (asked for again
until it does: the memory that ranks follows the database by notifications, ADR 29); fifty people who write on fifty
agendas as fast as they can.
"""

import argparse
import http.client
import random
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from benchmarks import __main__ as bench

PORT = 8192
WRITERS = 50
PATIENCE_MS = 5_000
"""Not shown after that: a fault, and no longer a delay."""
WARMED_UP = 40
"""Saved and seen before any is timed: each server process reads its templates and its words once."""
_HEADING = f"{'':34} {'p50 ms':>8} {'p99 ms':>8} {'page/s':>8} {'CPU ms/page':>10}"


def main() -> None:
    """Command line: --pages of each kind, --seconds the fifty write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    environment = bench.prepare(port=PORT)
    from benchmarks import agenda_scene, national
    from benchmarks import pages as http_pages

    now = datetime.now(UTC)
    national.build(now)
    scene = agenda_scene.prepare(writers=WRITERS, now=now)
    print(f"\n== {national.size(now)}\n{_HEADING}")
    with http_pages.server(environment, PORT) as served:
        for title, (cookie, path) in scene.pages.items():
            load = {"path": _always(path), "clients": 1, "pages": asked.pages}
            http_pages.closed_loop(served, [cookie], **load | {"pages": 20})
            print(http_pages.closed_loop(served, [cookie], **load).line(title))
        for doctor in scene.shown[:WARMED_UP]:
            _save_and_see(scene, doctor)
        times = [_save_and_see(scene, doctor) for doctor in scene.shown[WARMED_UP:]]
        _print_times("saved, then seen (limit: 200 at p99)", times)
        _print_writers(scene, seconds=asked.seconds)


def _always(path: str) -> Callable[[random.Random], str]:
    return lambda _: path


class Person:
    """One signed-in browser on a connection of its own."""

    def __init__(self, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self._secret = secrets.token_hex(16)
        host = f"127.0.0.1:{PORT}"
        self._headers = {"Cookie": f"sessionid={cookie}; csrftoken={self._secret}", "Host": host}
        self._form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{host}"}

    def get(self, path: str) -> str:
        """The page."""
        self._connection.request("GET", path, headers=self._headers)
        return self._answer(path, http.client.OK)

    def post(self, path: str, fields: dict[str, str]) -> None:
        """Send a form; anything but a redirection stops the benchmark."""
        body = urlencode(fields | {"csrfmiddlewaretoken": self._secret})
        self._connection.request("POST", path, body, self._headers | self._form)
        self._answer(path, http.client.SEE_OTHER)

    def _answer(self, path: str, wanted: int) -> str:
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if answer.status != wanted:
            said = re.findall(r'class="fr-(?:error-text|message--error)[^>]*>([^<]+)', text)
            raise SystemExit(f"{answer.status} for {path} {said}")
        return text


def _plage(number: int = 0) -> dict[str, str]:
    """A weekly plage from the day after tomorrow on, still within the three days of a search; each at other hours."""
    day = datetime.now(UTC).date() + timedelta(days=2)
    quarter = number % 80
    hours = {"start": f"{quarter // 4:02}:{quarter % 4 * 15:02}", "end": f"{quarter // 4 + 2:02}:00"}
    what = {"kind": "plage", "patients": "3", "modalities": "1", "weekdays": str(day.isoweekday())}
    return {"day": day.isoformat()} | hours | what


def _save_and_see(scene: "agenda_scene.Scene", doctor: "agenda_scene.Doctor") -> float:  # noqa: F821  imports Django
    """Milliseconds from the form sent to the result page that shows it; it must not show it before."""
    keeper, regulator = Person(doctor.cookie), Person(scene.regulator)
    if doctor.name in regulator.get(doctor.search):
        raise SystemExit(f"{doctor.name} was shown before anything was saved")
    fields = _plage(36)
    started = time.perf_counter()
    keeper.post(doctor.form, fields)
    while doctor.name not in regulator.get(doctor.search):
        if (time.perf_counter() - started) * 1000 > PATIENCE_MS:
            raise SystemExit(f"{doctor.name} saved a plage that the search does not show after {PATIENCE_MS} ms")
    return (time.perf_counter() - started) * 1000


def _print_times(title: str, times: Iterable[float]) -> None:
    from benchmarks.search import percentile

    kept = list(times)
    print(f"{title:36} {percentile(kept, 0.5):8.1f} {percentile(kept, 0.99):8.1f}   ({len(kept)})")


def _print_writers(scene: "agenda_scene.Scene", *, seconds: int) -> None:  # noqa: F821
    """Each writes on one agenda of his own, its next plage as soon as the last is kept."""
    times: list[float] = []
    lock, ends = threading.Lock(), time.perf_counter() + seconds

    def write(doctor: "agenda_scene.Doctor") -> None:  # noqa: F821
        keeper, number = Person(doctor.cookie), 0
        while (started := time.perf_counter()) < ends:
            keeper.post(doctor.form, _plage(number))
            number += 1
            with lock:
                times.append((time.perf_counter() - started) * 1000)

    began = time.perf_counter()
    with ThreadPoolExecutor(len(scene.writers)) as pool:
        list(pool.map(write, scene.writers))
    rate = len(times) / (time.perf_counter() - began)
    _print_times(f"{len(scene.writers)} writers: {rate:.0f} plages/s", times)


if __name__ == "__main__":
    main()
