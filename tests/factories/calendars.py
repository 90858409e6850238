"""A server on loopback that gives somebody's private calendar."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

PRIVATE = ("Rendez-vous chez le notaire", "Divorce", "monique@private.example", "12 avenue Foch")


def private_calendar(*times: str) -> bytes:
    """A calendar full of what must not be kept; each time is « 20261124T130000Z/PT1H »."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:secret-{number}@private.example\r\nSUMMARY:{PRIVATE[0]}\r\nDESCRIPTION:{PRIVATE[1]}\r\n"
        f"ATTENDEE;CN=Monique:mailto:{PRIVATE[2]}\r\nLOCATION:{PRIVATE[3]}\r\nDTSTART:{time.split('/')[0]}\r\n"
        f"DURATION:{time.split('/')[1]}\r\nEND:VEVENT\r\n"
        for number, time in enumerate(times)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:{PRIVATE[0]}\r\n{events}END:VCALENDAR\r\n".encode()


@dataclass
class CalendarServer:
    """What it answers, and what it was asked."""

    address: str = ""
    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    answers: Callable[[Any], None] | None = None


class _Handler(BaseHTTPRequestHandler):
    told: CalendarServer

    def do_GET(self) -> None:
        """Answer as told."""
        told = self.told
        told.asked.append(dict(self.headers.items()) | {"path": self.path})
        if told.answers:
            told.answers(self)
            return
        same = bool(told.etag) and self.headers.get("If-None-Match") == told.etag
        self.send_response(304 if same else told.status)
        for name, value in (told.headers | ({"ETag": told.etag} if told.etag else {})).items():
            self.send_header(name, value)
        self.end_headers()
        if not same:
            self.wfile.write(told.content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def calendar_server(settings: Any) -> Iterator[CalendarServer]:
    """A server, and the setting that lets the product read it."""
    told = CalendarServer()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"told": told}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told.address = f"http://127.0.0.1:{server.server_port}/private-42/calendar.ics"
    settings.CALENDAR_LOOPBACK = True
    yield told
    server.shutdown()
    server.server_close()
