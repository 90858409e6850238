"""The stream's own process, as production runs it, on the tests' database; and pages that listen to it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import httpx
from django.db import connection

from sas.rooms.offer.rules import CHANNEL
from sas.web.kit.tickets import new_ticket

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Process:
    """A running stream; `address` is that of LIVE_URL."""

    port: int
    child: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        """As a setting."""
        return f"http://127.0.0.1:{self.port}/direct"

    def stop(self) -> None:
        """End, and wait for the end: streams that are open hold it up for three seconds."""
        self.child.terminate()
        self.child.wait(15)

    def answers(self, path: str = "/health/ready") -> int:
        """The status of an address, 0 without answer."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=5).status_code
        except httpx.HTTPError:
            return 0

    def until(self, status: int, *, seconds: float = 20) -> None:
        """Wait for that answer about its health."""
        end = time.monotonic() + seconds
        while self.answers() != status:
            assert self.child.poll() is None and time.monotonic() < end, self.answers()
            time.sleep(0.05)


@contextmanager
def process(*, origin: str = ORIGIN) -> Iterator[Process]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = [sys.executable, "-m", "granian", "--interface", "asgi", "config.events:application", "--port", str(port)]
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database(), "PUBLIC_URL": origin}
    child = subprocess.Popen(
        [*server, "--host", "127.0.0.1", "--workers", "1", "--workers-kill-timeout", "3"],
        cwd=ROOT,
        env=os.environ | settings,
        start_new_session=True,
    )
    started = Process(port, child)
    try:
        started.until(200)
        yield started
    finally:
        started.stop()


def database() -> str:
    """Of the tests, whatever they renamed it to."""
    known = connection.settings_dict
    host = urlencode({"host": known["HOST"] or known["OPTIONS"].get("host", "")})
    return f"postgresql://{known['USER']}@:{known['PORT']}/{known['NAME']}?{host}"


def announce(*payloads: str) -> None:
    """As the read model does: told when the transaction commits, at once outside one."""
    with connection.cursor() as cursor:
        for payload in payloads:
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload])


@dataclass
class Listening:
    """A page that listens, as EventSource does; `last` is the id of the last event."""

    port: int
    ticket: str
    headers: dict[str, str] = field(default_factory=dict)
    last: str = ""

    def __enter__(self) -> Self:
        self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        headers = {"Host": "x", "Connection": "close", "Origin": ORIGIN} | self.headers
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        path = f"/direct?{urlencode({'ticket': self.ticket})}"
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{told}\r\n".encode())
        self._lines = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self.status = int(self._lines.readline().split()[1])
        self.answered: dict[str, str] = {}
        while line := self._lines.readline().strip():
            name, _, value = line.partition(": ")
            self.answered[name.lower()] = value
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self._socket.close()

    def next(self) -> tuple[str, set[str]]:
        """Kind and places of the next event, waited for; raises TimeoutError after ten seconds, EOFError at the end."""
        kind, data, seen = "message", "", False
        while True:
            line = self._lines.readline()
            if not line:
                raise EOFError
            name, _, value = line.strip().partition(": ")
            if name == "event":
                kind = value
            elif name == "id":
                self.last = value
            elif line.startswith("data:"):
                data, seen = value, True
            elif seen and not line.strip():
                return kind, set(data.split())

    def until(self, place: str) -> set[str]:
        """All that is told until that place is."""
        told: set[str] = set()
        while place not in told:
            told |= self.next()[1]
        return told

    def to_its_end(self) -> None:
        """Read until the stream ends."""
        with suppress(EOFError):
            while True:
                self.next()


def ticket(account_id: int = 1, *, now: datetime) -> str:
    return new_ticket(account_id=account_id, now=now)
