"""One editor: what it knows, how it misbehaves, what it was asked; no network here."""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode, urlsplit

from simulators.editor import delivery, faults, search
from simulators.editor.bookings import Bookings
from simulators.editor.delivery import Reply, as_json, refused
from simulators.editor.fhir import Json
from simulators.editor.login import Logins
from simulators.editor.regulators import Regulators
from simulators.editor.world import World

FHIR = "/fhir"
ORIGINS = ("sas", "sas-preprod")
_KEPT = 1_000


@dataclass(frozen=True)
class Request:
    """One request as it came; `subject` is of the client's certificate."""

    method: str
    target: str
    headers: dict[str, str]
    subject: dict[str, str]
    body: bytes = b""


@dataclass
class Editor:
    """The whole state of one simulated editor; `clock` gives aware instants."""

    world: World
    clock: Callable[[], datetime]
    bookings: Bookings
    name: str = "Éditeur de démonstration"
    regulators: Regulators = field(default_factory=Regulators)
    logins: Logins | None = None
    """None: it takes a regulator's word for who he is."""
    faults: dict[str, str] = field(default_factory=dict)
    """By identifier asked about, "*" for every question; several faults are separated by commas."""
    requests: list[Request] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: Request) -> None:
        """Remember what was asked; the oldest are forgotten."""
        with self._lock:
            self.requests.append(request)
            del self.requests[:-_KEPT]

    def answer(self, request: Request, *, base: str) -> tuple[Reply, list[str]]:
        """The answer to a FHIR request, and the faults of its delivery; `base` is the server's own address."""
        where = urlsplit(request.target)
        path = where.path.removeprefix(FHIR).strip("/")
        if request.method == "GET" and path == "metadata":
            return as_json(_capabilities()), []
        if request.method == "GET" and path in {"Slot", "Schedule"}:
            return self._search(request, path, where.query, base=base + FHIR)
        if path == "Practitioner" and request.method in {"POST", "PUT"}:
            return self._account(request, where.query, base=base + FHIR), []
        return refused(404, "not-supported", words="cette interaction n'existe pas ici"), []

    def _search(self, request: Request, resource: str, query: str, *, base: str) -> tuple[Reply, list[str]]:
        try:
            asked = search.question(resource, query)
        except search.BadQuestion as error:
            return refused(400, "invalid", words=str(error)), []
        wrong = self._faults(asked.numbers, request.headers.get("x-fault", ""))
        about = search.About(
            base,
            url=f"{base}/{resource}?{query}",
            agenda=lambda point: f"{base.removesuffix(FHIR)}/agenda/{point.id}",
            is_taken=self.bookings.is_taken,
        )
        if "next" in wrong and asked.count is None:
            asked = search.question(resource, f"{query}&_count=2")
        found = search.answer(asked, world=self.world, now=self.clock(), about=about)
        if found.following is not None:
            self._link(found, resource, query, asked=asked, base=base)
        if "next-elsewhere" in wrong:
            found.bundle["link"].append({"relation": "next", "url": "https://ailleurs.example/fhir/Slot?page=2"})
        if "next-again" in wrong:
            found.bundle["link"].append({"relation": "next", "url": about.url})
        for name in wrong:
            if name in faults.BUNDLE:
                faults.apply(name, found.bundle, base=base)
        return as_json(found.bundle), [one for one in wrong if one.partition(":")[0] in delivery.DELIVERY]

    @staticmethod
    def _link(found: search.Found, resource: str, query: str, *, asked: search.Question, base: str) -> None:
        kept = [one for one in query.split("&") if not one.startswith(("_offset=", "_count="))]
        more = urlencode({"_count": asked.count, "_offset": found.following})
        found.bundle["link"].append({"relation": "next", "url": f"{base}/{resource}?{'&'.join([*kept, more])}"})

    def _faults(self, numbers: Iterable[str], header: str) -> list[str]:
        told = [header, self.faults.get("*", ""), *(self.faults.get(number, "") for number in numbers)]
        return [name.strip() for one in told for name in one.split(",") if name.strip()]

    def _account(self, request: Request, query: str, *, base: str) -> Reply:
        try:
            told: Json = json.loads(request.body)
        except ValueError:
            return refused(400, "structure", words="ce n'est pas du JSON")
        if not isinstance(told, dict):
            return refused(400, "structure", words="une ressource est attendue")
        if request.method == "POST":
            return self.regulators.create(told, base=base)
        return self.regulators.update(told, query, base=base)


def _capabilities() -> Json:
    def of(kind: str, *codes: str) -> Json:
        return {"type": kind, "interaction": [{"code": code} for code in codes]}

    resources = [of("Slot", "search-type"), of("Schedule", "search-type"), of("Practitioner", "create", "update")]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-01-01",
        "kind": "instance",
        "implementation": {"description": "Éditeur simulé"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [{"mode": "server", "resource": resources}],
    }
