"""Which server of the database is spoken to: the primary, or a standby for searches (ADR 56)."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections
from django.http import HttpRequest, HttpResponse

REPLICA, DIRECT = "replica", "direct"
COOKIE = "ecrit"
"""Where the primary's log stood after the last thing that this browser had written, in hexadecimal."""

_COOKIE_SECONDS = 300
_ALL = 2**64 - 1
_APART = 0.5
_REST = 10.0
_WRITTEN = "select pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint"
_REPLAYED = "select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint"


class Behind(Exception):
    """The standby does not hold yet what this reader must see, or nobody knows whether it does."""


class Log:
    """How far the primary's log stood, moment by moment, as the listener of this process hears it.

    Moments are of this process's monotonic clock, in seconds; positions are bytes since the beginning of the log. One
    thread tells, others ask.
    """

    def __init__(self) -> None:
        self._heard: deque[tuple[float, int]] = deque()
        self._lock = threading.Lock()

    def heard(self, position: int, *, at: float, kept: float) -> None:
        """The primary's log stood there; moments older than `kept` seconds serve no more, but for the last of them."""
        with self._lock:
            if self._heard and at - self._heard[-1][0] < _APART:
                return
            self._heard.append((at, position))
            while len(self._heard) > 1 and self._heard[1][0] <= at - kept:
                self._heard.popleft()

    def asked(self, *, at: float, seconds: float) -> int:
        """What a standby must hold to be no staler than that. Raises Behind when the primary is not heard."""
        with self._lock:
            if not self._heard or at - self._heard[-1][0] > seconds:
                raise Behind
            known = [position for moment, position in self._heard if moment <= at - seconds]
            return known[-1] if known else self._heard[0][1]


class Rest:
    """A standby that failed is left alone for a while: nobody waits for it again meanwhile."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self) -> None:
        """From now on."""
        self._until = time.monotonic() + _REST

    def is_over(self) -> bool:
        """Whether it may be asked."""
        return time.monotonic() >= self._until


LOG, REST = Log(), Rest()


def listening_parameters() -> dict[str, Any]:
    """Of a connection that listens to notifications: past any pooler of transactions."""
    alias = DIRECT if DIRECT in settings.DATABASES else "default"
    known: dict[str, Any] = connections[alias].get_connection_params()
    return {name: value for name, value in known.items() if name not in ("cursor_factory", "context")}


@contextmanager
def standing_in(request: HttpRequest) -> Iterator[None]:
    """Have this thread read a standby in the primary's stead. Raises Behind, and Django's errors of the database.

    All that the block asks goes there: its connection takes the place of the ordinary one.
    """
    if not is_usable():
        raise Behind
    asked = max(LOG.asked(at=time.monotonic(), seconds=settings.DATABASE_REPLICA_SECONDS), _written_by(request))
    primary = connections["default"]
    connections["default"] = connections[REPLICA]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_REPLAYED)
            (replayed,) = cursor.fetchone() or (None,)
        # A standby that was promoted meanwhile tells the last position that it replayed: refused once it is old.
        if replayed is None or replayed < asked:
            raise Behind
        yield
    finally:
        connections["default"] = primary


def is_usable() -> bool:
    """Whether there is a standby to read, that did not fail a moment ago."""
    return REPLICA in settings.DATABASES and REST.is_over()


def mark(answer: HttpResponse) -> HttpResponse:
    """Have this browser read what it has just had written: on the primary until the standby holds it."""
    if REPLICA in settings.DATABASES:
        kept = {"max_age": _COOKIE_SECONDS, "httponly": True, "samesite": "Lax"}
        answer.set_cookie(COOKIE, f"{_position():x}", secure=settings.SESSION_COOKIE_SECURE, **kept)
    return answer


def _position() -> int:
    """What was done is done: a primary that does not tell where it stands leaves the reader with it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WRITTEN)
            (position,) = cursor.fetchone() or (_ALL,)
            return int(position)
    except (DatabaseError, InterfaceError):
        return _ALL


def _written_by(request: HttpRequest) -> int:
    try:
        return int(request.COOKIES.get(COOKIE, "0"), 16)
    except ValueError:
        return 0
