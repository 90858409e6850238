"""Editors that are asked and told: a server of theirs on loopback, their accounts, their delegated logins."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries as account_queries
from sas.rooms.accounts.models import EditorLogin
from sas.rooms.directory import operations as directory
from sas.rooms.directory.rules import EditorConnection
from sas.rooms.exchanges.models import EditorAccount

_number = count(1)
_THEN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
BACK = "https://agenda.example/retour"


def editor(name: str = "", *, active: bool = True, editor_id: int | None = None, **connection: Any) -> int:
    """An editor reached so, of another name each time unless one is given."""
    called = name or f"Agenda {next(_number)}"
    about = EditorConnection(**connection)
    return directory.save_editor(
        actor=Actor.SYSTEM, editor_id=editor_id, name=called, active=active, connection=about, now=_THEN
    )


def question(day: date) -> dict[str, str]:
    """The form of a question that an administrator tries, about one day."""
    return {"kind": "practitioners", "words": "10001234567", "first": str(day), "last": str(day)}


def failed_account(actor: Actor, *, now: datetime, editor_id: int | None = None, **facts: Any) -> int:
    """The account of somebody, refused by an editor."""
    told = {"identifier": "urn:oid:1.2.250.1.213.3.6|x", "family": "Le Goff", "given": "C", "email": "c@sas.example"}
    given: dict[str, Any] = {
        "state": "failed",
        "problem": "status 422",
        "attempts": 1,
        "changed_at": now,
        "due_at": now,
    }
    given |= {"content": {**told, "active": True}} | facts
    where = editor_id or editor(base_url="https://fhir.agenda.example", accounts_sent=True)
    return EditorAccount.objects.create(user_id=actor.user_id or 0, editor_id=where, **given).id


def registered(editor_id: int, *addresses: str, active: bool = True) -> tuple[str, str]:
    """The editor's own account with the delegated login: its client id and its secret."""
    told = {"redirect_uris": addresses or (BACK,), "active": active}
    accounts.save_editor_login(actor=Actor.SYSTEM, editor_id=editor_id, now=_THEN, **told)
    secret = accounts.renew_editor_secret(actor=Actor.SYSTEM, editor_id=editor_id, now=_THEN)
    kept = account_queries.editor_login(actor=Actor.SYSTEM, editor_id=editor_id)
    assert kept
    return kept.client_id, secret


def of_client(client_id: str) -> int:
    """The editor of a client id."""
    return EditorLogin.objects.get(client_id=client_id).editor_id


def came_in(actor: Actor, *, now: datetime) -> None:
    """Somebody signs in: what any way of signing in notes."""
    from sas.rooms.accounts.operations import signing

    with transaction.atomic():
        signing.note_presence(user_id=actor.user_id or 0, now=now)


@dataclass
class EditorServer:
    """What an editor keeps and was asked, in the order of the requests; `answers` replaces its next answers."""

    address: str = ""
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[int | Callable[[Any], None]] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        """POST or PUT, request by request."""
        return [method for method, _, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    told: EditorServer

    def do_POST(self) -> None:
        """A creation: of somebody known, a failure."""
        body = self._body()
        known = _token(body)
        self._answer(422 if known in self.told.people else 201, known, body)

    def do_PUT(self) -> None:
        """An update by identifier; of nobody known, a creation."""
        body = self._body()
        asked = parse_qs(urlsplit(self.path).query).get("identifier", [""])[0]
        was = self.told.people.get(asked)
        if _token(body) != asked and _token(body) in self.told.people:
            self._answer(422, "", body)
            return
        if was is not None and not self.told.answers:
            del self.told.people[asked]
        self._answer(200 if was is not None else 201, _token(body), body)

    def _body(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.told.asked.append((self.command, self.path, body))
        self.told.headers.append({name.title(): value for name, value in self.headers.items()})
        return body

    def _answer(self, status: int, known: str, body: dict[str, Any]) -> None:
        instead = self.told.answers.pop(0) if self.told.answers else status
        if callable(instead):
            instead(self)
            return
        if instead < 300:
            self.told.people[known] = body
        told = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "business-rule"}]}
        content = json.dumps(body if instead < 300 else told).encode()
        self.send_response(instead)
        self.send_header("Location", f"{self.told.address}/Practitioner/1")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _token(body: dict[str, Any]) -> str:
    (known,) = body["identifier"]
    return f"{known['system']}|{known['value']}"


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[EditorServer]:
    """A server of an editor, on http, or on https with this context."""
    told = EditorServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"told": told}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    told.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}/fhir"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def editor_server() -> Iterator[EditorServer]:
    """A server of an editor, on http."""
    with serving() as told:
        yield told
