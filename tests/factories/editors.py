"""A simulated editor that answers for one test, and how it is asked."""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sas.adapters.editors import client, protocol
from sas.adapters.editors.values import Answer, Asked, Endpoint, Kind
from simulators.editor.bookings import Bookings
from simulators.editor.editor import Editor
from simulators.editor.people import invented
from simulators.editor.tls import Side
from simulators.editor.web import EditorServer
from tests.factories.authority import Authority

WINDOW = timedelta(days=2)
ALL_ITS_CERTIFICATES = {"cn": "editeur.test", "ou": "318751275100020"}


def editor(now: datetime, *, platform: str = "", **told: str) -> Editor:
    """An editor of invented people whose clock stands still; `told` are its faults."""
    return Editor(invented(), clock=lambda: now, bookings=Bookings(platform), faults=dict(told))


@contextmanager
def serving(one: Editor, *, side: Side | None = None, kept: Path | None = None) -> Iterator[EditorServer]:
    """Its server, until the end of the block."""
    server = EditorServer(one, side=side, kept=kept)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def unwelcome(server: EditorServer) -> list[str]:
    """Why its TLS let somebody in particular not in, waited for: whoever is refused knows it first."""
    ends = time.monotonic() + 5
    while not server.unwelcome and time.monotonic() < ends:
        time.sleep(0.01)
    return server.unwelcome


def endpoint(server: EditorServer, *, editor_id: int = 1, **more: object) -> Endpoint:
    """How it is reached; its own pages are those it may lead to."""
    host = server.url.partition("//")[2]
    return replace(Endpoint(editor_id, f"{server.url}/fhir", hosts=(host,)), **more)  # type: ignore[arg-type]


def asked(*identifiers: str, now: datetime, kind: Kind = Kind.PRACTITIONERS) -> Asked:
    """One request about the two days to come."""
    return Asked(kind, identifiers, now, now + WINDOW)


def answer(
    where: Endpoint, *identifiers: str, now: datetime, kind: Kind = Kind.PRACTITIONERS, deadline: float = 5.0
) -> Answer:
    """The only answer of the only request; breakers forget what other tests did."""
    client.circuits.forget()
    (found,) = client.ask([(where, asked(*identifiers, now=now, kind=kind))], now=now, deadline=deadline)
    return found


def answers(
    where: Endpoint, identifiers: Iterable[str], *, now: datetime, kind: Kind = Kind.PRACTITIONERS
) -> list[Answer]:
    """As many as it takes requests to ask about all."""
    several = protocol.requests(kind, identifiers, start=now, end=now + WINDOW)
    return client.ask([(where, one) for one in several], now=now)


def side(authority: Authority, certificate: Path, **more: object) -> Side:
    """The editor's side of mutual TLS under this authority."""
    made = Side(certificate, certificate.with_suffix(".key"), authority.certificate)
    return replace(made, **more)  # type: ignore[arg-type]
