"""What pages weigh: bytes over the wire and requests, in a real Chromium, at a first load and later.

Starts PostgreSQL with a small town and the server of production, opens pages as a visitor and as a regulator, and
counts what crosses the wire as the browser's own tools do: compressed bodies and headers. Fails over a limit, and when
a page asks another host for anything.

    python -m benchmarks.weights
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from benchmarks.__main__ import ROOT, prepare, session_of

PORT = 8196
ADDRESS = f"http://127.0.0.1:{PORT}"
PARIS = ZoneInfo("Europe/Paris")
KB = 1000
HOME_FIRST, RESULTS_FIRST, LATER = 350, 480, 40
"""Kilobytes, as issue 8 sets them."""
RESULTS = "/sas/recherche?text=Consultation+de+médecine+générale&loc=Rennes"
_BUSY = """
select place.id, place.professional_id from directory_place place
join availability_agendaslot slot on slot.place_id = place.id
where place.professional_id is not null and place.closed_at is null
group by place.id order by count(*) desc, place.id limit 1
"""
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")


@dataclass
class Load:
    """One opening of a page: what crossed the wire for each address, what came from the cache, the hosts asked."""

    name: str
    limit: int
    bytes: Counter[str] = field(default_factory=Counter)
    from_cache: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)

    def sent(self, event: Any) -> None:
        """Network.requestWillBeSent."""
        url = event["request"]["url"]
        if not url.startswith(("data:", "blob:")):
            self.addresses[event["requestId"]] = url
            self.hosts.add(urlsplit(url).netloc)

    def cached(self, event: Any) -> None:
        """Network.requestServedFromCache."""
        self.from_cache.add(self.addresses.get(event["requestId"], ""))

    def finished(self, event: Any) -> None:
        """Network.loadingFinished: headers and compressed body; nothing when the cache had it."""
        url = self.addresses.get(event["requestId"])
        if url and event["encodedDataLength"]:
            self.bytes[url] += int(event["encodedDataLength"])
        elif url:
            self.from_cache.add(url)

    @property
    def total(self) -> int:
        """All that crossed the wire."""
        return sum(self.bytes.values())

    @property
    def faults(self) -> list[str]:
        """Why it fails; empty when it does not."""
        over = self.total > self.limit * KB
        elsewhere = sorted(self.hosts - {f"127.0.0.1:{PORT}", ""})
        return [*(["over its limit"] if over else []), *(f"asks {host}" for host in elsewhere)]

    def line(self) -> str:
        """One row of the table."""
        asked = len(self.bytes)
        return f"{self.name:46} {self.total / KB:8.1f} {self.limit:8} {asked:9} {len(self.from_cache):9}"


def main() -> None:
    """Print the table, then what is heaviest in each first load; exit with 1 over a limit."""
    environment = prepare(port=PORT, database="weights")
    from benchmarks import pages

    town(datetime.now(UTC))
    with pages.server(environment, PORT, workers=1), browser() as chromium:
        loads = [*as_visitor(chromium), *as_regulator(chromium), *as_doctor(chromium)]
    print(f"\n{'page':46} {'kB':>8} {'limit kB':>8} {'requests':>9} {'in cache':>9}")
    for load in loads:
        print(load.line())
    for load in loads:
        if load.limit != LATER or load.faults:
            heaviest = sorted(load.bytes.items(), key=lambda one: -one[1])[:6]
            told = ", ".join(
                f"{urlsplit(url).path.rsplit('/', 1)[-1] or '/'} {size / KB:.0f}" for url, size in heaviest
            )
            print(f"  {load.name}: {told}")
    faults = [f"{load.name} {fault}" for load in loads for fault in load.faults]
    sys.exit("\n".join(faults) if faults else 0)


def town(now: datetime) -> None:
    """The demonstration's population, once: result pages are full and their map has pins."""
    from simulators.population import files, loading

    if not loading.is_loaded():
        written = files.write_all(ROOT / "var" / "bench" / "weights-files", seed=2026)
        loading.load(written, seed=2026, now=now, today=now.astimezone(PARIS).date(), say=print)


@contextmanager
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("Chromium is not installed (apt-get install chromium)")
    # The driver keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


def as_visitor(chromium: Any) -> Iterator[Load]:
    """The home with nothing in the cache, then other pages."""
    page = _new_page(chromium)
    yield opened(page, "/", name="Home, first load", limit=HOME_FIRST)
    for name, address in (
        ("Home", "/"),
        ("Sign-in", "/connexion"),
        ("What the service is", "/service-acces-aux-soins"),
        ("Accessibility statement", "/accessibilite"),
        ("State of the service", "/etat"),
    ):
        yield opened(page, address, name=name, limit=LATER)


def as_regulator(chromium: Any) -> Iterator[Load]:
    """The results with nothing in the cache, then as they are the rest of the day."""
    from sas.actor import Role

    page = _new_page(chromium, session_of("poids.regulateur@sas.example", Role.REGULATEUR_OSNP))
    yield opened(page, RESULTS, name="Results with their map, first load", limit=RESULTS_FIRST, until=".sas-epingle")
    for name, address in (
        ("Results, the same again", RESULTS),
        ("Results, page 2", f"{RESULTS}&page=2"),
        ("Home of the regulator", "/sas/"),
        ("Orientations", "/sas/orientations"),
    ):
        yield opened(page, address, name=name, limit=LATER)


def as_doctor(chromium: Any) -> Iterator[Load]:
    """The dashboard and the week of an agenda that is kept here."""
    from django.db import connection

    from sas.actor import Role

    with connection.cursor() as cursor:
        cursor.execute(_BUSY)
        place, professional = cursor.fetchone()
    key = session_of("poids.medecin@sas.example", Role.EFFECTEUR, professional_id=professional)
    page = _new_page(chromium, key)
    opened(page, "/sas/tableau-de-bord", limit=RESULTS_FIRST)
    opened(page, f"/sas/agenda/{place}", limit=RESULTS_FIRST)
    yield opened(page, "/sas/tableau-de-bord", name="Dashboard of a doctor", limit=LATER)
    yield opened(page, f"/sas/agenda/{place}", name="Week of an agenda", limit=LATER)


def _new_page(chromium: Any, session: str = "") -> Any:
    """With a cache of its own, empty."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": ADDRESS}])
    return context.new_page()


def opened(page: Any, path: str, *, name: str = "", limit: int, until: str = "") -> Load:
    """Open the page and count until the network is quiet, and until something of that selector stands there."""
    load, told = Load(name, limit), page.context.new_cdp_session(page)
    told.on("Network.requestWillBeSent", load.sent)
    told.on("Network.requestServedFromCache", load.cached)
    told.on("Network.loadingFinished", load.finished)
    told.send("Network.enable")
    answer = page.goto(f"{ADDRESS}{path}", wait_until="networkidle")
    if answer is None or answer.status != 200:
        sys.exit(f"{answer and answer.status} for {path}")
    if until:
        page.locator(until).first.wait_for()
        page.wait_for_load_state("networkidle")
    told.detach()
    return load


if __name__ == "__main__":
    main()
