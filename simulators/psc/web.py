"""The provider's own little web server."""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from simulators.psc import identities, pages
from simulators.psc.identities import Identity
from simulators.psc.provider import Provider, Wrong

REALM = "/auth/realms/esante-wallet"
AT = f"{REALM}/protocol/openid-connect"
COOKIE = "psc_session"
# The parts of the question that go from one page to the next.
ASKED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "acr_values",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
)


def server(provider: Provider, *, people: Path, port: int) -> ThreadingHTTPServer:
    """A web server on the loopback; `people` is the file of identities, port 0 takes any free one."""

    class Handler(_Handler):
        psc = provider
        people_file = people
        numbers: dict[str, int] = {}

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


class _Handler(BaseHTTPRequestHandler):
    psc: Provider
    people_file: Path
    numbers: dict[str, int]

    def do_GET(self) -> None:
        where = urlsplit(self.path)
        asked = dict(parse_qsl(where.query))
        routes = {
            "/": self._sessions,
            "/style.css": lambda _: self._answer(pages.STYLE, kind="text/css"),
            f"{REALM}/.well-known/openid-configuration": lambda _: self._json(self.psc.metadata()),
            f"{AT}/certs": lambda _: self._json(self.psc.keys()),
            f"{AT}/auth": self._authorize,
            f"{AT}/userinfo": self._userinfo,
            f"{AT}/logout": self._logout,
        }
        self._route(routes, where.path, asked)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        asked = dict(parse_qsl(self.rfile.read(length).decode()))
        routes = {
            f"{AT}/token": self._token,
            f"{AT}/logout": self._logout,
            f"{REALM}/choix": self._chosen,
            f"{REALM}/nombre": self._matched,
            "/fermer": self._close,
        }
        self._route(routes, urlsplit(self.path).path, asked)

    def _route(self, routes: Mapping[str, Any], path: str, asked: dict[str, str]) -> None:
        found = routes.get(path)
        if found is None:
            self._answer(pages.refusal("cette adresse n'existe pas"), status=404)
        else:
            found(asked)

    def _authorize(self, asked: dict[str, str]) -> None:
        question = {name: asked[name] for name in ASKED if name in asked}
        try:
            self.psc.check(question)
        except Wrong as wrong:
            self._answer(pages.refusal(wrong.why), status=400)
            return
        if opened := self.psc.sessions.get(self._cookie()):
            self._send(self.psc.back_with_code(question, opened))
            return
        self._answer(pages.choice(identities.read(self.people_file), action=f"{REALM}/choix", asked=question))

    def _chosen(self, asked: dict[str, str]) -> None:
        question = self._question(asked)
        if question is None:
            return
        identity = self._holder(asked.get("identity", ""))
        if asked.get("way") == "cancel" or identity is None:
            self._send(self.psc.back_with_error(question, "access_denied"))
        elif asked.get("way") == "ecps":
            self._ask_number(identity, question)
        else:
            self._let_in(identity, question)

    def _ask_number(
        self, identity: Identity, question: dict[str, str], *, wrong: bool = False, last: int | None = None
    ) -> None:
        number = secrets.choice([one for one in range(10, 100) if one != last])
        self.numbers[question["state"]] = number
        told = question | {"identity": identity.national_id}
        self._answer(pages.number_match(identity, number, action=f"{REALM}/nombre", asked=told, wrong=wrong))

    def _matched(self, asked: dict[str, str]) -> None:
        question = self._question(asked)
        identity = self._holder(asked.get("identity", ""))
        if question is None or identity is None:
            return
        number = self.numbers.pop(question["state"], None)
        if asked.get("way") == "cancel":
            self._send(self.psc.back_with_error(question, "access_denied"))
        elif number is not None and asked.get("number") == str(number):
            self._let_in(identity, question)
        else:
            self._ask_number(identity, question, wrong=True, last=number)

    def _let_in(self, identity: Identity, question: dict[str, str]) -> None:
        opened = self.psc.open(identity)
        self._send(self.psc.back_with_code(question, opened), cookie=opened.sid)

    def _token(self, asked: dict[str, str]) -> None:
        if not self._is_client(asked):
            self._json({"error": "invalid_client"}, status=401)
            return
        try:
            self._json(self.psc.exchange(asked))
        except Wrong as wrong:
            self._json({"error": wrong.error}, status=400)

    def _userinfo(self, asked: dict[str, str]) -> None:
        try:
            token = self.psc.userinfo(self.headers.get("Authorization", "").removeprefix("Bearer "))
        except Wrong as wrong:
            self._json({"error": wrong.error}, status=401)
        else:
            self._answer(token, kind="application/jwt")

    def _logout(self, asked: dict[str, str]) -> None:
        opened = self.psc.hinted(asked.get("id_token_hint", "")) or self.psc.sessions.get(self._cookie())
        if opened:
            self.psc.close(opened.sid)
        home = asked.get("post_logout_redirect_uri", "")
        if opened and home == self.psc.client.home:
            told = {"state": asked["state"]} if "state" in asked else {}
            self._send(home + (f"?{urlencode(told)}" if told else ""), cookie="")
        else:
            self._answer(pages.left())

    def _sessions(self, asked: dict[str, str]) -> None:
        self._answer(pages.sessions(tuple(self.psc.sessions.values()), action="/fermer"))

    def _close(self, asked: dict[str, str]) -> None:
        self.psc.close(asked.get("sid", ""))
        self._send("/")

    def _question(self, asked: dict[str, str]) -> dict[str, str] | None:
        question = {name: asked[name] for name in ASKED if name in asked}
        try:
            self.psc.check(question)
        except Wrong as wrong:
            self._answer(pages.refusal(wrong.why), status=400)
            return None
        return question

    def _holder(self, national_id: str) -> Identity | None:
        return next((one for one in identities.read(self.people_file) if one.national_id == national_id), None)

    def _is_client(self, asked: dict[str, str]) -> bool:
        given = asked.get("client_id", ""), asked.get("client_secret", "")
        kind, _, word = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            try:
                identifier, _, secret = base64.b64decode(word).decode().partition(":")
            except (binascii.Error, ValueError):
                return False
            given = unquote(identifier), unquote(secret)
        return given == (self.psc.client.identifier, self.psc.client.secret)

    def _cookie(self) -> str:
        kept = SimpleCookie(self.headers.get("Cookie", "")).get(COOKIE)
        return kept.value if kept else ""

    def _send(self, where: str, *, cookie: str | None = None) -> None:
        self.send_response(303)
        self.send_header("Location", where)
        if cookie is not None:
            age = "" if cookie else "; Max-Age=0"
            self.send_header("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax{age}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, told: Mapping[str, Any], *, status: int = 200) -> None:
        self._answer(json.dumps(told), kind="application/json", status=status)

    def _answer(self, body: str | bytes, *, kind: str = "text/html", status: int = 200) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        if kind == "text/html":
            policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)
