"""The editor's web server, on the loopback: the FHIR interface, and pages for a person to look at and book on."""

import json
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from simulators.editor import delivery, pages, storage, tls
from simulators.editor.bookings import STATUSES, Bookings
from simulators.editor.delivery import Reply
from simulators.editor.editor import FHIR, ORIGINS, Editor, Request
from simulators.editor.fhir import Json
from simulators.editor.login import LoginFailed
from simulators.editor.people import invented
from simulators.editor.world import Professional, World, times

_LARGEST_BODY = 1_000_000
_MOVE = timedelta(minutes=20)
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_GONE = (BrokenPipeError, ConnectionResetError, ssl.SSLError)
_Route = Callable[[list[str], Request], Reply]


class EditorServer(ThreadingHTTPServer):
    """One editor on 127.0.0.1; `side` None: plain HTTP."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, editor: Editor, *, port: int = 0, side: tls.Side | None = None, kept: Path | None = None
    ) -> None:
        """Port 0 takes a free one. `kept`: the file where accounts and appointments outlive the server."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.editor, self.side, self.kept = editor, side, kept
        if kept:
            storage.restore(kept, editor)
        self._tls = tls.serving(side) if side else None
        self.unwelcome: list[str] = []
        """Why TLS ended with whoever was not let in, the oldest first."""

    @property
    def url(self) -> str:
        """The address of the server; the FHIR interface is at `/fhir`."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Greet in the thread of the connection: one that greets badly keeps nobody waiting."""
        if self._tls is None:
            super().finish_request(request, client_address)
            return
        try:
            with self._tls.wrap_socket(request, server_side=True) as wrapped:
                super().finish_request(wrapped, client_address)
        except OSError as trouble:  # told to the other side by TLS itself
            self._remember(trouble)

    def _remember(self, trouble: OSError) -> None:
        why = getattr(trouble, "verify_message", "") or getattr(trouble, "reason", "") or type(trouble).__name__
        self.unwelcome = [*self.unwelcome[-99:], str(why)]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: somebody who hangs up is no news."""


def invented_editor(platform: str = "", *, world: World | None = None, bookings: Bookings | None = None) -> Editor:
    """An editor of invented people, on the clock of this machine."""
    return Editor(world or invented(), clock=lambda: datetime.now(UTC), bookings=bookings or Bookings(platform))


class _Handler(BaseHTTPRequestHandler):
    server: EditorServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Searches and pages."""
        self._serve(b"")

    def do_POST(self) -> None:
        """Accounts, and the forms of the pages."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BODY:
            self.close_connection = True
            delivery.send(self, delivery.refused(413, "too-long", words="trop long"))
            return
        self._serve(self.rfile.read(length))

    do_PUT = do_POST  # noqa: N815 the name that http.server looks for

    def _serve(self, body: bytes) -> None:
        subject = tls.subject(self.connection.getpeercert()) if isinstance(self.connection, ssl.SSLSocket) else {}
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, _asked(self.path), headers, subject, body)
        if self.server.side and not tls.lets_in(self.server.side, subject):
            self._send(delivery.refused(403, "forbidden", words="ce certificat est celui de quelqu'un d'autre"))
        elif urlsplit(self.path).path.startswith(FHIR + "/"):
            self.server.editor.note(request)
            self._send(*self.server.editor.answer(request, base=self.server.url))
        else:
            self._page(request)

    def _send(self, reply: Reply, faults: list[str] | None = None) -> None:
        if self.server.kept and self.command != "GET":
            storage.write(self.server.kept, self.server.editor)
        try:
            delivery.send(self, reply, faults=faults or ())
        except _GONE:
            self.close_connection = True

    def _page(self, request: Request) -> None:
        first, *rest = urlsplit(request.target).path.strip("/").split("/")
        routes: dict[tuple[str, str], _Route] = {
            ("GET", ""): lambda *_: _html(pages.home(self.server.editor)),
            ("GET", "style.css"): lambda *_: Reply(200, pages.STYLE, "text/css"),
            ("GET", "requetes"): lambda *_: self._requests(),
            ("GET", "agenda"): self._agenda,
            ("GET", "retour"): self._come_back,
            ("POST", "agenda"): self._book,
            ("POST", "rendez-vous"): self._follow,
        }
        route = routes.get((request.method, first))
        self._send(route(rest, request) if route else _html(pages.problem("Cette page n'existe pas."), status=404))

    def _requests(self) -> Reply:
        told = [
            {"method": one.method, "target": one.target, "headers": one.headers, "subject": one.subject}
            for one in self.server.editor.requests
        ]
        return Reply(200, json.dumps(told, ensure_ascii=False).encode(), "application/json")

    def _agenda(self, rest: list[str], request: Request) -> Reply:
        editor = self.server.editor
        point = editor.world.point(rest[0]) if rest else None
        if point is None:
            return _html(pages.problem("Cet agenda n'existe pas."), status=404)
        origin = parse_qs(urlsplit(request.target).query).get("origin", [""])[0]
        if origin not in ORIGINS:
            words = "Erreur : connectez-vous, ou venez de la plateforme du SAS pour ouvrir cet agenda."
            return _html(pages.problem(words), status=403)
        if editor.logins and not editor.logins.names(self._session(request)):
            return self._leave(request)
        accounts = self._accounts(request)
        if not accounts:
            words = "Aucun compte de régulateur actif : la plateforme n'en a pas encore envoyé."
            return _html(pages.problem(words))
        found = [one for one in times(point, now=editor.clock()) if not editor.bookings.is_taken(one.id)]
        who = pages.signed_in(accounts[0]) if editor.logins else pages.chosen(accounts)
        return _html(pages.agenda(point, found, who=who, origin=origin, name=editor.name))

    def _accounts(self, request: Request) -> list[Json]:
        """Under which one may book: his own, where the platform says who is there; else any that is active."""
        editor = self.server.editor
        if editor.logins is None:
            return editor.regulators.active()
        own = editor.regulators.named(editor.logins.names(self._session(request)))
        return [own] if own else []

    def _leave(self, request: Request) -> Reply:
        assert self.server.editor.logins
        try:
            return _to(self.server.editor.logins.leave(request.target, back=f"{self.server.url}/retour"))
        except LoginFailed as problem:
            return _html(pages.problem(str(problem)), status=502)

    def _come_back(self, _: list[str], request: Request) -> Reply:
        logins = self.server.editor.logins
        told = dict(parse_qsl(urlsplit(request.target).query))
        if logins is None:
            return _html(pages.problem("Cette page n'existe pas."), status=404)
        try:
            session, onward = logins.come_back(told, back=f"{self.server.url}/retour")
        except LoginFailed as problem:
            return _html(pages.problem(str(problem)), status=403)
        reply = _to(onward)
        reply.headers["Set-Cookie"] = f"{self._cookie}={session}; Path=/; HttpOnly; SameSite=Lax"
        return reply

    @property
    def _cookie(self) -> str:
        """Cookies do not tell one port of a machine from another: their names do."""
        return f"editeur-{self.server.server_address[1]}"

    def _session(self, request: Request) -> str:
        found = SimpleCookie(request.headers.get("cookie", "")).get(self._cookie)
        return found.value if found else ""

    def _book(self, rest: list[str], request: Request) -> Reply:
        editor, told = self.server.editor, dict(parse_qsl(request.body.decode()))
        point = editor.world.point(rest[0]) if rest else None
        accounts = self._accounts(request)
        named = [one for one in accounts if editor.logins or one["id"] == told.get("regulator")]
        if point is None or not named or told.get("origin") not in ORIGINS:
            return _html(pages.problem("Il faut un compte de régulateur actif."), status=403)
        now, holder = editor.clock(), editor.world.holder(point)
        slot = next((one for one in times(point, now=now) if one.id == told.get("slot")), None)
        number = holder.number if isinstance(holder, Professional) else ""
        taken = editor.bookings.take(slot, holder=number, regulator=named[0], now=now) if slot else None
        if taken is None:
            return _html(pages.problem("Ce créneau vient d'être pris."), status=409)
        editor.bookings.post(taken)
        return _to("/#rendez-vous")

    def _follow(self, rest: list[str], request: Request) -> Reply:
        """A change of an appointment, told to the platform."""
        bookings, told = self.server.editor.bookings, dict(parse_qsl(request.body.decode()))
        booking = bookings.known.get(rest[0]) if rest else None
        act = told.get("act", "")
        if booking is None or act not in {*STATUSES, "move", "again"}:
            return _html(pages.problem("Ce rendez-vous n'existe pas."), status=404)
        if act == "again":
            bookings.post(booking)
            return _to("/#rendez-vous")
        if act == "move":
            bookings.move(booking, by=_MOVE)
        else:
            booking.status = act
        bookings.put(booking)
        return _to("/#rendez-vous")

    def log_message(self, *args: Any) -> None:
        """Nothing: /requetes tells what was asked."""


def _asked(target: str) -> str:
    """The State's kit adds « &origin=… » to the address of an agenda, be there a question mark in it or not."""
    return target if "?" in target else target.replace("&", "?", 1)


def _html(page: str, *, status: int = 200) -> Reply:
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Reply(status, page.encode(), "text/html; charset=utf-8", headers)


def _to(where: str) -> Reply:
    return Reply(303, b"", "text/plain", {"Location": where})
