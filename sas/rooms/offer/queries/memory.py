"""The arrays of this process: loaded once, kept up by a thread that listens, swapped whole (ADR 29).

Readers take the current snapshot by one attribute and never wait: a snapshot is not changed after it is published, and
one thread alone publishes. When it is not sure to be fresh, there is none, and the search asks the database.
"""

import logging
import select
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import psycopg
from django.conf import settings

from sas import metrics, servers
from sas.rooms.offer.queries.arrays import EMPTY, Array, Ask, Block, merged, of_places, read
from sas.rooms.offer.queries.titles import Titles, read_titles, with_titles
from sas.rooms.offer.queries.zones import Asked, Zone, joined, zone
from sas.rooms.offer.rules import CHANNEL, EVERYTHING, Disc
from sas.statements import Cells, cells_by

COVERED = timedelta(hours=96)
"""How far ahead openings are kept: three calendar days, and the day that passes until the next load."""

RELOADED = timedelta(hours=12)
PAUSE, STALE = 0.1, 1.0
"""Seconds between two questions to the database when nothing is announced, and between two announcements taken up;
and after which an answer of it is too old to be relied on."""

AGAIN = 2.0
TAIL = 2000
"""Rows beside the sorted ones before both become one block: they are looked through one by one."""

_OWN_CONNECTION = {"application_name": "sas search memory", "tcp_user_timeout": 5000}
_NOW = "select now(), pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint"
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The country at one instant: sorted rows, which of them no longer hold, and those that stand for them."""

    base: Block
    dead: Array
    tail: Block
    loaded: datetime
    titles: Titles

    @property
    def covered(self) -> datetime:
        """Openings that start before are all here."""
        return self.loaded + COVERED

    @property
    def nbytes(self) -> int:
        """Memory of the arrays."""
        return self.base.nbytes + self.tail.nbytes + int(self.dead.nbytes) + self.titles.nbytes

    def zone(self, rows_of: Callable[[Block], Array], *, disc: Disc, wanted: Asked) -> Zone:
        """The candidates among the rows that `rows_of` gives of each block."""
        rows = rows_of(self.base)
        zones = [zone(self.base, rows[~self.dead[rows]], disc=disc, wanted=wanted)]
        if len(self.tail.place):
            zones.append(zone(self.tail, rows_of(self.tail), disc=disc, wanted=wanted))
        return joined(zones)


class Memory:
    """What this process knows of the country. `load` and `refresh` are called by one thread only."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._fresh_at = 0.0

    def current(self, horizon: datetime) -> Snapshot | None:
        """A snapshot that is fresh and reaches as far as the search; None: ask the database."""
        snapshot = self._snapshot
        if snapshot is None or time.monotonic() - self._fresh_at > STALE or horizon > snapshot.covered:
            return None
        return snapshot

    def load(self, ask: Ask, *, now: datetime) -> None:
        """The whole country."""
        base = read(ask, now=now, covered=now + COVERED)
        self._snapshot = Snapshot(base, np.zeros(len(base.place), bool), EMPTY, now, read_titles(ask))

    def refresh(self, ask: Ask, places: Collection[int], *, now: datetime) -> None:
        """These places anew, in two questions."""
        before = self._snapshot
        assert before is not None
        fresh = read(ask, now=now, covered=before.covered, places=places)
        dead = before.dead.copy()
        dead[of_places(before.base, places)] = True
        tail = merged(before.tail, fresh, kept=~np.isin(before.tail.place, list(places)))
        if len(tail.place) > TAIL:
            base = merged(before.base, tail, kept=~dead)
            dead, tail = np.zeros(len(base.place), bool), EMPTY
        else:
            base = before.base
        titles = with_titles(before.titles, ask, places=places)
        self._snapshot = Snapshot(base, dead, tail, before.loaded, titles)

    def is_due(self, now: datetime) -> bool:
        """Whether the days have moved on since the load."""
        return self._snapshot is None or now > self._snapshot.loaded + RELOADED

    def holds_at(self, moment: float) -> None:
        """What is known was true at that instant of the monotonic clock."""
        self._fresh_at = moment

    def forget(self) -> None:
        """Nothing is known any more."""
        self._snapshot = None


class Listener:
    """The thread that keeps a memory: it takes up what is announced at once, then nothing for a tenth of a second.

    When nothing is announced it asks the database that often: silence alone does not prove that nothing changed.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory, self._stop = memory, threading.Event()
        self._thread = threading.Thread(target=self._run, name="offer in memory", daemon=True)

    def start(self) -> None:
        """Begin; returns at once, the search asks the database until the load is done."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the end."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                parameters = servers.listening_parameters() | _OWN_CONNECTION
                with psycopg.connect(**parameters, autocommit=True) as own:
                    self._follow(own)
            except psycopg.Error as error:
                _logger.warning("The search asks the database: %s", type(error).__name__)
            self._memory.forget()
            self._stop.wait(AGAIN)

    def _follow(self, own: psycopg.Connection) -> None:
        announced: list[str] = []
        own.add_notify_handler(lambda notify: announced.append(notify.payload))
        # Before the load: what changes meanwhile is read again after it.
        own.execute(f"listen {CHANNEL}".encode())
        ask = asking(own)
        told: set[str] = set()
        asked_before = time.monotonic()
        while not self._stop.wait(PAUSE if told else 0):
            if not announced:
                select.select([own], [], [], PAUSE)
            since = time.monotonic()
            now, written = own.execute(_NOW).fetchone() or (None, 0)
            servers.LOG.heard(written, at=since, kept=settings.DATABASE_REPLICA_SECONDS)
            told = {word for payload in announced for word in payload.split()}
            announced.clear()
            if EVERYTHING in told or self._memory.is_due(now):
                self._memory.load(ask, now=now)
            elif told:
                self._memory.refresh(ask, {int(place) for place in told}, now=now)
            self._memory.holds_at(since)
            if told:
                # Whatever was announced came after the question before: it was not among what that one brought.
                metrics.SEEN.observe(time.monotonic() - asked_before)
            asked_before = since


def asking(own: psycopg.Connection) -> Ask:
    """Statements of one row on that connection."""

    def ask(statement: str, values: Mapping[str, object]) -> Cells:
        with psycopg.Cursor(own) as cursor:
            return cells_by(cursor, statement=statement, parameters=values)

    return ask


MEMORY = Memory()
"""That of this process; empty, hence unused, unless a listener keeps it."""


def start() -> Listener:
    """Keep the memory of this process from now on: for web processes, once each."""
    listener = Listener(MEMORY)
    listener.start()
    return listener
