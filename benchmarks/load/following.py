"""An open page of results as `live.js` has it: the stream, cards asked anew, another ticket in time."""

import html
import json
import random
import re
import socket
import time
from urllib.parse import urlencode, urlsplit

from benchmarks.load.browsing import Browser
from benchmarks.load.tally import Tally

# Seconds, those of live.js.
SOON, NEWCOMERS_SOON, NEWCOMERS_EVERY, TICKET_EVERY = (0.2, 0.6), (1.0, 10.0), (5.0, 60.0), (210.0, 270.0)
ALL_SOON, SILENCE, AGAIN = (0.5, 10.0), 40.0, 2.0
_DATA = re.compile(r'data-(direct|flux|billet)="([^"]*)"')
_CARDS = re.compile(r'id="lieu-(\d+)"')
_NEWCOMERS = re.compile(r'data-nouveaux="(\d+)"')
_LONG = 65_536


class Followed:
    """One page; everything of it happens in one greenlet."""

    def __init__(self, browser: Browser, tally: Tally, *, chance: random.Random) -> None:
        self._browser, self._tally, self._chance = browser, tally, chance

    def follow(self, path: str) -> None:
        """Open the page and follow it for ever; raises Unwanted when an answer is not as it should be."""
        page = self._browser.get(path, kind="live: a page is opened")
        said = {name: html.unescape(value) for name, value in _DATA.findall(page)}
        self._direct, self._flux, self._ticket = said["direct"], said["flux"], said["billet"]
        self._places, self._last = set(_CARDS.findall(page)), ""
        self._newcomers = (_NEWCOMERS.findall(page) or ["0"])[0]
        self._changed, self._pause, self._asked = set[str](), NEWCOMERS_EVERY[0], 0.0
        self._ask_at = float("inf")
        while True:
            try:
                self._listen()
            except OSError as error:
                self._tally.failed("live: stream", f"{type(error).__name__}: {error}")
                time.sleep(AGAIN)
            self._ticket = json.loads(self._browser.get("/sas/recherche/billet", kind="live: a ticket"))["ticket"]

    def _listen(self) -> None:
        """Until the ticket is to be renewed; raises OSError when the stream is refused, silent or cut."""
        address = urlsplit(self._flux)
        asked = {"ticket": self._ticket} | ({"depuis": self._last} if self._last else {})
        since = time.monotonic()
        with socket.create_connection((address.hostname or "", address.port or 80), timeout=SILENCE) as stream:
            stream.sendall(f"GET {address.path}?{urlencode(asked)} HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
            head = stream.recv(_LONG)
            if b" 200 " not in head.partition(b"\r\n")[0]:
                raise OSError(head.partition(b"\r\n")[0].decode())
            self._tally.answered("live: stream", (time.monotonic() - since) * 1000)
            self._hear(stream, head, until=since + self._chance.uniform(*TICKET_EVERY))

    def _hear(self, stream: socket.socket, rest: bytes, *, until: float) -> None:
        heard = time.monotonic()
        while (now := time.monotonic()) < until:
            if now > heard + SILENCE:
                raise TimeoutError("silent")
            if now >= self._ask_at:
                self._ask()
            stream.settimeout(max(0.001, min(until, self._ask_at, heard + SILENCE) - time.monotonic()))
            try:
                more = stream.recv(_LONG)
            except TimeoutError:
                continue
            if not more:
                raise ConnectionError("closed by the stream")
            heard = time.monotonic()
            *lines, rest = (rest + more).split(b"\n")
            for line in lines:
                self._told(line)

    def _told(self, line: bytes) -> None:
        if line.startswith(b"id: "):
            self._last = line[4:].strip().decode()
        elif line.startswith(b"data: "):
            self._tally.done("events heard by open pages")
            self._plan(set(line[6:].decode().split()))

    def _plan(self, changed: set[str]) -> None:
        """When the page asks for its cards: soon for its own, later to learn of newcomers."""
        now = time.monotonic()
        if "*" in changed:
            self._changed |= self._places
            at = now + self._chance.uniform(*ALL_SOON)
        elif own := changed & self._places:
            self._changed |= own
            at = now + self._chance.uniform(*SOON)
        else:
            at = max(now + self._chance.uniform(*NEWCOMERS_SOON), self._asked + self._pause)
        self._ask_at = min(self._ask_at, at)

    def _ask(self) -> None:
        wanted, self._changed = ",".join(sorted(self._changed)), set()
        self._asked, self._ask_at = time.monotonic(), float("inf")
        page = self._browser.get(f"{self._direct}&cartes={wanted}", kind="live: cards drawn anew")
        told = (_NEWCOMERS.findall(page) or [self._newcomers])[0]
        same = told == self._newcomers
        self._pause = min(2 * self._pause, NEWCOMERS_EVERY[1]) if same else NEWCOMERS_EVERY[0]
        self._newcomers = told
