"""The stream of changes as server-sent events: a bare ASGI application, one task for each page that listens (ADR 35).

Nothing but ids of places goes out. It asks no database: the ticket of the page says who it is.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from sas import metrics
from sas.web.kit.tickets import Ticket, read_ticket
from sas.web.live.board import Board

CHANGES, LIVE, READY = "/direct", "/health/live", "/health/ready"
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT = 15.0
"""Seconds of silence after which a page is told that the stream lives."""

PATIENCE = 10.0
"""Seconds that a page may take to receive what is sent; a slower one is let go, and comes back by itself."""

SKEW = timedelta(seconds=2)
"""How far apart the clocks of this host and of the page's may be without a change being missed."""

MOST_EACH, MOST_OF_ALL = 20, 5000
_ALIVE = b"event: vie\ndata:\n\n"
_COMES_BACK_MS = (1000, 4000)


class Stream:
    """Answers `GET /direct` with a stream, `GET /health/live` and `GET /health/ready` with a word.

    `is_in_time`: the clock of this host is within SKEW of the database's, as whoever hears it last found.

    `origin`: that of the pages, the only one whose scripts may listen.
    """

    def __init__(
        self, *, origin: str, clock: Callable[[], datetime], follow: Callable[["Stream"], Awaitable[None]]
    ) -> None:
        self._origin, self._clock, self._follow = origin, clock, follow
        self._board: Board | None = None
        self._bell: asyncio.Future[None] | None = None
        self._listeners: Counter[int] = Counter()
        self.is_in_time = True

    def opened(self, board: Board) -> None:
        """From now on changes are heard, and written on this board."""
        self._board = board

    def rung(self) -> None:
        """Something was written: whoever waits reads it."""
        rung, self._bell = self._bell, None
        if rung:
            rung.set_result(None)

    def closed(self) -> None:
        """Changes are not heard any more: pages are let go, and ask by themselves until they may come back."""
        self._board = None
        self.rung()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        following = asyncio.ensure_future(self._follow(self))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        self.closed()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        asked = {name: values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        ticket = read_ticket(asked.get("ticket", ""), now=self._clock())
        status = self._status(scope, headers, ticket)
        if status != HTTPStatus.OK or scope["path"] != CHANGES or ticket is None or self._board is None:
            await _say(send, status, origin=self._origin)
            return
        came_from = headers.get(b"last-event-id") or asked.get("depuis", "")
        place = self._board.number_of(came_from) if came_from else self._board.number_at(ticket.given_at - SKEW)
        with self._counted(ticket.account_id):
            gone = asyncio.ensure_future(_until_gone(receive))
            try:
                await self._tell(send, self._board, gone=gone, place=place, ticket=ticket)
            finally:
                gone.cancel()

    def _status(self, scope: Scope, headers: dict[bytes, str], ticket: Ticket | None) -> HTTPStatus:
        if scope["path"] not in (CHANGES, LIVE, READY):
            return HTTPStatus.NOT_FOUND
        if scope["method"] != "GET":
            return HTTPStatus.METHOD_NOT_ALLOWED
        if scope["path"] == LIVE:
            return HTTPStatus.OK
        if self._board is None:
            return HTTPStatus.SERVICE_UNAVAILABLE
        if scope["path"] == READY:
            return HTTPStatus.OK if self.is_in_time else HTTPStatus.SERVICE_UNAVAILABLE
        return self._judged(headers.get(b"origin"), ticket)

    def _judged(self, origin: str | None, ticket: Ticket | None) -> HTTPStatus:
        """Whether somebody may listen. A page of the stream's own origin names none."""
        if origin not in (None, self._origin):
            return HTTPStatus.FORBIDDEN
        if ticket is None:
            return HTTPStatus.UNAUTHORIZED
        crowded = self._listeners[ticket.account_id] >= MOST_EACH or self._listeners.total() >= MOST_OF_ALL
        return HTTPStatus.TOO_MANY_REQUESTS if crowded else HTTPStatus.OK

    @contextmanager
    def _counted(self, account_id: int) -> Iterator[None]:
        self._listeners[account_id] += 1
        metrics.LIVE_PAGES.inc()
        try:
            yield
        finally:
            metrics.LIVE_PAGES.dec()
            self._listeners[account_id] -= 1
            if not self._listeners[account_id]:
                del self._listeners[account_id]

    async def _tell(
        self, send: Send, board: Board, *, gone: "asyncio.Future[None]", place: int | None, ticket: Ticket
    ) -> None:
        """Until the page is gone or slow, its ticket is over, or changes are not heard any more."""
        await send(_start(HTTPStatus.OK, origin=self._origin, kind=b"text/event-stream"))
        # Pages that were let go together do not come back together.
        await _sent(send, b"retry: %d\n\n" % random.randint(*_COMES_BACK_MS))  # noqa: S311  # nosec B311  no secret
        while self._board is board and not gone.done() and (left := self._left(ticket)) > 0:
            if place != board.last:
                told, place = board.event(place), board.last
            elif await _waited(self._next_bell(), gone, seconds=min(HEARTBEAT, left)):
                continue
            else:
                told = _ALIVE
            if not await _sent(send, told):
                return
        await _sent(send, b"", more=False)

    def _next_bell(self) -> "asyncio.Future[None]":
        """One for all who wait, rather than a task for each."""
        self._bell = self._bell or asyncio.get_running_loop().create_future()
        return self._bell

    def _left(self, ticket: Ticket) -> float:
        return (ticket.ends_at - self._clock()).total_seconds()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _waited(bell: "asyncio.Future[None]", gone: "asyncio.Future[None]", *, seconds: float) -> bool:
    """Whether the bell rang, or the page left, before that time was over."""
    done, _ = await asyncio.wait({bell, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    return bool(done)


async def _sent(send: Send, body: bytes, *, more: bool = True) -> bool:
    """Whether the page took it in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        return False
    return True


def _start(status: HTTPStatus, *, origin: str, kind: bytes) -> dict[str, Any]:
    headers = [
        (b"content-type", kind),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", origin.encode()),
        (b"vary", b"Origin"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        # A proxy that gathers answers before it passes them on would keep changes from the pages.
        (b"x-accel-buffering", b"no"),
    ]
    return {"type": "http.response.start", "status": status.value, "headers": headers}


async def _say(send: Send, status: HTTPStatus, *, origin: str) -> None:
    await send(_start(status, origin=origin, kind=b"text/plain; charset=utf-8"))
    await _sent(send, f"{status.value} {status.phrase}\n".encode(), more=False)
