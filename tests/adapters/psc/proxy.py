"""Stands before a provider and alters what it answers, signing again with the provider's own key when asked."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import httpx
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

Claims = dict[str, Any]
Change = Callable[[Claims], Claims]


@dataclass
class Faults:
    """What is altered; nothing at first."""

    id_token: Change | None = None
    userinfo: Change | None = None
    answer: Change | None = None
    discovery: Change | None = None
    sign: Callable[[Claims], str] | None = None
    away: bool = False


@dataclass
class Proxy:
    """One proxy; `told` holds the logout tokens posted to it, `asked` the paths asked through it."""

    key: RSAKey
    target: str = ""
    faults: Faults = field(default_factory=Faults)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def start(self) -> None:
        """Listen on a free port of the loopback."""
        proxy = self

        class Handler(_Handler):
            proxied = proxy

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def reset(self) -> None:
        """As it was."""
        self.faults = Faults()
        self.told.clear()
        self.asked.clear()

    def altered(self, answer: httpx.Response) -> bytes:
        """The body, changed where a fault is asked for."""
        kind = answer.headers.get("content-type", "")
        if "application/jwt" in kind and self.faults.userinfo:
            return self._again(answer.text, self.faults.userinfo, signed_anew=None).encode()
        if "application/json" not in kind or answer.status_code != 200:
            return answer.content
        told = answer.json()
        if "id_token" in told:
            if self.faults.answer:
                told = self.faults.answer(told)
            if self.faults.id_token and "id_token" in told:
                told["id_token"] = self._again(told["id_token"], self.faults.id_token, signed_anew=self.faults.sign)
        elif "sub" in told and self.faults.userinfo:
            told = self.faults.userinfo(told)
        elif "jwks_uri" in told and self.faults.discovery:
            told = self.faults.discovery(told)
        return json.dumps(told).encode()

    def _again(self, token: str, change: Change, *, signed_anew: Callable[[Claims], str] | None) -> str:
        claims = change(json.loads(jws.extract_compact(token.encode()).payload))
        return signed_anew(claims) if signed_anew else signed(claims, self.key)


class _Handler(BaseHTTPRequestHandler):
    proxied: Proxy

    def do_GET(self) -> None:
        self._forward(b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/told":
            self.proxied.told.append(parse_qs(body.decode())["logout_token"][0])
            self._answer(200, {}, b"")
        else:
            self._forward(body)

    def _forward(self, body: bytes) -> None:
        self.proxied.asked.append(self.path.split("?")[0])
        if self.proxied.faults.away:
            self._answer(502, {}, b"")
            return
        headers = {name: value for name, value in self.headers.items() if name.lower() != "accept-encoding"}
        with httpx.Client(trust_env=False, timeout=10) as client:
            answer = client.request(self.command, self.proxied.target + self.path, headers=headers, content=body)
        kept = [(k, v) for k, v in answer.headers.multi_items() if k in ("content-type", "location", "set-cookie")]
        self._answer(answer.status_code, kept, self.proxied.altered(answer))

    def _answer(self, status: int, headers: Any, body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items() if isinstance(headers, Mapping) else headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def signed(claims: Claims, key: RSAKey, *, kid: str | None = None) -> str:
    """By this key, under its name or another's."""
    return jwt.encode({"alg": "RS256", "kid": kid or key.kid}, claims, key)


def unsigned(claims: Claims) -> str:
    """The algorithm `none`."""
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def signed_with_what_is_public(claims: Claims, key: RSAKey) -> str:
    """The old trick: a symmetric signature under the public key, which everybody has."""
    said = f"{_part({'alg': 'HS256', 'kid': key.kid})}.{_part(claims)}"
    return f"{said}.{_url_safe(hmac.digest(key.as_pem(private=False), said.encode(), 'sha256'))}"


def _part(told: Claims) -> str:
    return _url_safe(json.dumps(told).encode())


def _url_safe(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
