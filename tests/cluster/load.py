"""What people do meanwhile: search, orient, publish, export, listen. Each act is noted: when, what, how it ended."""

import random
import re
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from tests.cluster.database import HOST
from tests.cluster.platform import Platform, is_ready
from tests.cluster.scene import Keeper, Scene

_SLOT = re.compile(r"/sas/orienter/creneau/\d+/\d{4}-\d\d-\d\d")
_SEARCH = "/sas/recherche?" + urlencode({"text": "Médecin généraliste", "loc": "Rennes", "lieu": "ville:35238"})
PATIENCE = 20.0
THINKING = 0.4
CROWD = 0.25
"""How often a regulator wants one of the few crowded plages."""


@dataclass(frozen=True)
class Act:
    """`ended`: seconds of the monotonic clock; `trouble`: what was met before it went well, nothing otherwise."""

    kind: str
    ended: float
    seconds: float
    trouble: str = ""


@dataclass(frozen=True)
class Told:
    """What a regulator was told of one form: 303 recorded, 409 refused."""

    key: str
    status: int
    attempts: int


@dataclass
class Book:
    """All that happened, written by many threads."""

    acts: list[Act] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    edits: list[tuple[int, str, str]] = field(default_factory=list)
    heard: dict[str, float] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, act: Act) -> None:
        """One more."""
        with self.lock:
            self.acts.append(act)

    def troubles(self, since: float, until: float) -> Counter[str]:
        """What was met between two moments, by kind of act."""
        with self.lock:
            return Counter(
                f"{one.kind} {one.trouble}" for one in self.acts if one.trouble and since <= one.ended < until
            )

    def last_trouble(self, since: float) -> float:
        """When the last act that met something ended, `since` when none did."""
        with self.lock:
            return max((one.ended for one in self.acts if one.trouble and one.ended >= since), default=since)


class Balancer:
    """Sends requests to nodes that say that they are ready, in turn, as the proxy before them does."""

    def __init__(self, platform: Platform) -> None:
        self._ports = list(platform.web.values())
        self.ready = dict.fromkeys(self._ports, True)
        self._turn = 0

    def watch(self, over: threading.Event) -> None:
        """Ask each node twice a second whether it is ready."""
        while not over.wait(0.5):
            for port in self._ports:
                self.ready[port] = is_ready(port)

    def next(self) -> str:
        """The address of a node."""
        able = [port for port in self._ports if self.ready[port]] or self._ports
        self._turn += 1
        return f"http://{HOST}:{able[self._turn % len(able)]}"


class Person:
    """One signed-in browser, which keeps its cookies whatever node answers."""

    def __init__(self, session: str, balancer: Balancer) -> None:
        self._balancer, self._secret = balancer, token_hex(16)
        self._browser = httpx.Client(timeout=PATIENCE, cookies={"sessionid": session, "csrftoken": self._secret})

    def get(self, path: str) -> httpx.Response:
        """A page."""
        return self._browser.get(self._balancer.next() + path)

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """A form sent."""
        return self._browser.post(self._balancer.next() + path, data=fields | {"csrfmiddlewaretoken": self._secret})


class Load:
    """Everybody, from `start` to `stop`."""

    def __init__(self, scene: Scene, platform: Platform) -> None:
        self.book, self.balancer, self.over = Book(), Balancer(platform), threading.Event()
        self._scene, self._platform = scene, platform
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """All at once."""
        scene = self._scene
        self._begin(lambda: self.balancer.watch(self.over))
        for number, session in enumerate(scene.regulators):
            self._begin(lambda session=session, number=number: self._regulate(session, number))
        for keeper in scene.keepers:
            self._begin(lambda keeper=keeper: self._keep(keeper))
        self._begin(lambda: self._export(scene.manager))
        for name, port in self._platform.streams.items():
            self._begin(lambda name=name, port=port: self._listen(name, port))

    def stop(self) -> None:
        """Once each has finished what it had begun."""
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _begin(self, act: Callable[[], None]) -> None:
        thread = threading.Thread(target=act, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _regulate(self, session: str, number: int) -> None:
        person, chance = Person(session, self.balancer), random.Random(number)
        while not self.over.wait(chance.uniform(0, THINKING * 2)):
            found = self._insist("search", lambda: person.get(f"{_SEARCH}&graine={chance.randrange(2**31)}"), {200})
            offered = _SLOT.findall(found.text)
            if chance.random() < CROWD or not offered:
                offered = list(self._scene.crowded)
            self._orient(person, chance.choice(offered))

    def _orient(self, person: Person, path: str) -> None:
        fields = {"cle": str(uuid4()), "retour": "", "distance": "", "forfait": ""}
        attempts = Counter[str]()

        def send() -> httpx.Response:
            attempts["sent"] += 1
            return person.post(path, fields)

        answer = self._insist("orient", send, {303, 409})
        with self.book.lock:
            self.book.told.append(Told(fields["cle"], answer.status_code, attempts["sent"]))

    def _keep(self, keeper: Keeper) -> None:
        person, tomorrow = Person(keeper.session, self.balancer), datetime.now(UTC).date() + timedelta(days=5)
        for number in range(24 * 200):
            if self.over.wait(1.0):
                return
            day, hour = tomorrow + timedelta(days=number // 23), number % 23
            fields = {"day": day.isoformat(), "start": f"{hour:02}:00", "end": f"{hour:02}:45", "kind": "plage"}
            fields |= {"patients": "3", "modalities": "1"}
            path = f"/sas/agenda/{keeper.place}/disponibilites"
            # 422: it overlaps what an attempt without answer had already published.
            answer = self._insist("edit", lambda path=path, fields=fields: person.post(path, fields), {303, 422})
            if answer.status_code == httpx.codes.SEE_OTHER:
                with self.book.lock:
                    self.book.edits.append((keeper.place, fields["day"], fields["start"]))

    def _export(self, session: str) -> None:
        person = Person(session, self.balancer)
        while not self.over.wait(2.0):
            self._insist("export", lambda: person.post("/administration/comptes/export", {"forme": "xlsx"}), {200})

    def _insist(self, kind: str, ask: Callable[[], httpx.Response], wanted: Iterable[int]) -> httpx.Response:
        """Ask until the answer is one of those wanted; what else is met is noted, each time."""
        met = ""
        while True:
            started = time.monotonic()
            try:
                answer = ask()
                met = "" if answer.status_code in wanted else f"{answer.status_code} {_title(answer)}"
            except httpx.HTTPError as error:
                answer, met = None, type(error).__name__
            ended = time.monotonic()
            self.book.note(Act(kind, ended, ended - started, met))
            if answer is not None and not met:
                return answer
            time.sleep(0.5)

    def _listen(self, name: str, port: int) -> None:
        """Follow one stream as a page does: comes back when it ends, from where it was."""
        from sas.web.kit.tickets import new_ticket

        last = ""
        while not self.over.is_set():
            ticket = new_ticket(account_id=self._scene.account, now=datetime.now(UTC))
            headers = {"Origin": self._platform.origin} | ({"Last-Event-ID": last} if last else {})
            try:
                address = f"http://{HOST}:{port}/direct?ticket={ticket}"
                with httpx.stream("GET", address, headers=headers, timeout=PATIENCE) as answer:
                    for line in answer.iter_lines():
                        last = line.removeprefix("id: ") if line.startswith("id: ") else last
                        if line.startswith("data: ") and line != "data: ":
                            self.book.heard[name] = time.monotonic()
                        if self.over.is_set():
                            return
            except httpx.HTTPError as error:
                now = time.monotonic()
                self.book.note(Act(f"live {name}", now, 0, type(error).__name__))
            self.over.wait(1.0)


def _title(answer: httpx.Response) -> str:
    found = re.search(r"<title>\s*([^<–]+)", answer.text)
    return found.group(1).strip() if found else ""


def figures(book: Book, *, seconds: float) -> dict[str, dict[str, float]]:
    """Of each kind of act so far: how many a second went well, and the median of their milliseconds."""
    with book.lock:
        kinds = sorted({one.kind for one in book.acts})
        well = {kind: [one.seconds for one in book.acts if one.kind == kind and not one.trouble] for kind in kinds}
    return {
        kind: {"a_second": round(len(times) / seconds, 1), "p50_ms": round(statistics.median(times) * 1000)}
        for kind, times in well.items()
        if times
    }
