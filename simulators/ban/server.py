"""The protocol over HTTP, on loopback only."""

import json
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simulators.ban import geojson
from simulators.ban.book import AddressBook

_LARGEST_BODY = 50_000_000


class BadQuestion(Exception):
    """What the real service answers with status 400."""


class AddressServer(ThreadingHTTPServer):
    """Serves one address book; `latency` in seconds before each answer, `failing` answers 503 to everything."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self, book: Callable[[], AddressBook], *, port: int = 0, latency: float = 0.0, failing: bool = False
    ) -> None:
        """Bind to 127.0.0.1; port 0 takes a free one. `book` is called for each question, and may make it wait."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.book = book
        self.latency = latency
        self.failing = failing

    @property
    def url(self) -> str:
        """The base address to give as GEOCODER_URL."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: AddressServer
    protocol_version = "HTTP/1.1"
    # Small answers leave at once instead of waiting for the peer's acknowledgement.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Single questions."""
        routes = {"/search": self._search, "/reverse": self._reverse}
        self._serve(routes)

    def do_POST(self) -> None:
        """Bulk ones."""
        self._serve({"/search/csv": self._bulk})

    def _serve(self, routes: dict[str, Callable[[], tuple[str, str]]]) -> None:
        time.sleep(self.server.latency)
        route = routes.get(urlsplit(self.path).path.rstrip("/"))
        if self.server.failing:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", "en panne, comme demandé")
        elif route is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain", "inconnu")
        else:
            try:
                self._send(HTTPStatus.OK, *route())
            except (BadQuestion, ValueError) as error:
                self._send(HTTPStatus.BAD_REQUEST, "application/json", json.dumps({"code": 400, "message": str(error)}))

    def _send(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # An unread body would be taken for the next request of a kept connection.
        if status is not HTTPStatus.OK:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _asked(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def _search(self) -> tuple[str, str]:
        asked = self._asked()
        text = asked.get("q", "").strip()
        if not 3 <= len(text) <= 200 or not text[0].isalnum():
            raise BadQuestion("q must contain between 3 and 200 chars and start with a number or a letter")
        limit = min(max(int(asked.get("limit", 5)), 1), 100)
        hits = self.server.book().search(
            text,
            limit=limit,
            autocomplete=asked.get("autocomplete", "1") != "0",
            near=(float(asked["lat"]), float(asked["lon"])) if asked.keys() >= {"lat", "lon"} else None,
            citycode=asked.get("citycode", ""),
            postcode=asked.get("postcode", ""),
            kind=asked.get("type", ""),
        )
        return self._json(geojson.collection(hits, query=text, limit=limit))

    def _reverse(self) -> tuple[str, str]:
        asked = self._asked()
        if not asked.keys() >= {"lat", "lon"}:
            raise BadQuestion("lat and lon are required")
        hit = self.server.book().reverse(float(asked["lat"]), float(asked["lon"]))
        return self._json(geojson.collection([hit] if hit else [], limit=1))

    def _bulk(self) -> tuple[str, str]:
        length = int(self.headers.get("Content-Length", 0))
        if length > _LARGEST_BODY:
            raise BadQuestion("file too large")
        parts = _parts(self.headers["Content-Type"], self.rfile.read(length))
        content = parts.get("data", [""])[0]
        told = {name: values[0] for name, values in parts.items()}
        answer = geojson.bulk(
            self.server.book(),
            content,
            parts.get("columns", []),
            postcode=told.get("postcode", ""),
            citycode=told.get("citycode", ""),
        )
        return "text/csv", answer

    @staticmethod
    def _json(value: Any) -> tuple[str, str]:
        return "application/json", json.dumps(value, ensure_ascii=False)

    def log_message(self, *args: Any) -> None:
        """Nothing: the address asked may be a patient's."""


def _parts(content_type: str, body: bytes) -> dict[str, list[str]]:
    """The parts of a multipart form, by name."""
    head = b"Content-Type: " + content_type.encode() + b"\r\n\r\n"
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body)
    found: dict[str, list[str]] = {}
    for part in message.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        found.setdefault(name, []).append(content.decode("utf-8") if isinstance(content, bytes) else "")
    return found
