"""The faults, one after the other during the load, each until all is as before; what each cost is measured."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import httpx

from tests.cluster.database import Database
from tests.cluster.load import Load
from tests.cluster.platform import NODES, SHIFTED, Platform, is_ready, readiness
from tests.cluster.programs import Program, until

AHEAD = 30
"""Seconds that a host is ahead of the database."""

LASTS = 20.0
"""Seconds that a fault lasts which does not end by itself."""

QUIET = 6.0
"""Seconds without any trouble after which the service is normal; the time to normal ends when they begin."""

PATIENCE = 180.0
TITLES = (
    "web node killed",
    "worker killed",
    "primary lost",
    "standby frozen",
    "temporary disk full",
    "editor cut",
    "clock shifted",
)


@dataclass(frozen=True)
class Cost:
    """Of one fault, in seconds since it began: `held` until it was taken away, `normal` until nobody met anything more.

    `whole`: until every program ran again and a standby confirmed. `acknowledged`: orientations told meanwhile.
    """

    fault: str
    held: float
    normal: float
    whole: float
    acknowledged: int
    troubles: dict[str, int]


class Faults:
    """What can be done to a cluster under load."""

    def __init__(self, database: Database, platform: Platform, load: Load) -> None:
        self._database, self._platform, self._load = database, platform, load

    def every(self) -> Iterator[Cost]:
        """Each in turn."""
        acts = (
            self._killed(f"web {NODES[0]}"),
            self._killed(f"worker {NODES[0]}"),
            self._primary_lost,
            self._standby_frozen,
            self._disk_full,
            self._editor_cut,
            self._clock_shifted,
        )
        for title, act in zip(TITLES, acts, strict=True):
            yield self._measured(title, act)

    def until_normal(self) -> None:
        """All programs, a standby that confirms, both nodes ready, both streams heard, and some quiet."""
        until(self._is_whole, seconds=PATIENCE, why="the cluster whole again")
        until(self._is_quiet, seconds=PATIENCE, why="a load that meets no trouble")

    def _measured(self, name: str, fault: Callable[[], None]) -> Cost:
        self.until_normal()
        began, told = time.monotonic(), len(self._load.book.told)
        fault()
        ended = time.monotonic()
        until(self._is_whole, seconds=PATIENCE, why=f"the cluster whole after: {name}")
        whole = time.monotonic()
        until(self._is_quiet, seconds=PATIENCE, why=f"a quiet load after: {name}")
        book = self._load.book
        return Cost(
            fault=name,
            held=round(ended - began, 1),
            normal=round(book.last_trouble(began) - began, 1),
            whole=round(whole - began, 1),
            acknowledged=len(book.told) - told,
            troubles=dict(book.troubles(began, time.monotonic())),
        )

    def _is_whole(self) -> bool:
        heard = self._load.book.heard
        fresh = [time.monotonic() - heard.get(name, 0) < QUIET for name in self._platform.streams]
        ready = [is_ready(port) for port in self._platform.web.values()]
        return all([*fresh, *ready, self._database.settled(), self._database.confirms()])

    def _is_quiet(self) -> bool:
        now, book = time.monotonic(), self._load.book
        return now - book.last_trouble(now - QUIET) >= QUIET and bool(book.told)

    def _killed(self, name: str) -> Callable[[], None]:
        def fault() -> None:
            program = self._platform.programs[name]
            before = program.restarts
            program.kill(comes_back=True)
            until(lambda: program.restarts > before, seconds=30, why=f"{name} started again")

        return fault

    def _primary_lost(self) -> None:
        """Its machine loses power, and comes back once the other has been promoted."""
        lost = self._database.leader()
        member = self._database.members[lost]
        member.kill(comes_back=False)
        until(lambda: self._database.leader() not in ("", lost), seconds=PATIENCE, why="a standby promoted")
        time.sleep(LASTS / 2)
        member.start()

    def _standby_frozen(self) -> None:
        _freeze(self._database.members[self._database.other()])

    def _disk_full(self) -> None:
        """Of one node; the other has its own."""
        filler = self._platform.temporary(NODES[0]) / "filler"
        with filler.open("wb", buffering=0) as full:
            try:
                while True:
                    full.write(b"\0" * 65536)
            except OSError:
                pass
        time.sleep(LASTS)
        filler.unlink()

    def _editor_cut(self) -> None:
        _freeze(self._platform.programs["editor 0"])

    def _clock_shifted(self) -> None:
        """Of a host that comes back: it is sent nothing, for it says that it is not ready."""
        port = self._platform.web[SHIFTED]
        self._platform.shift(AHEAD)
        try:
            until(lambda: readiness(port) == httpx.codes.SERVICE_UNAVAILABLE, seconds=60, why="a node that says so")
            limit = time.monotonic() + LASTS
            while time.monotonic() < limit:
                assert not is_ready(port)
                time.sleep(1)
        finally:
            self._platform.shift(0)


@contextmanager
def loaded(load: Load) -> Iterator[Load]:
    """People act during the block."""
    load.start()
    try:
        yield load
    finally:
        load.stop()


def as_told(cost: Cost) -> dict[str, Any]:
    """For a report."""
    return asdict(cost) | {"troubles": dict(Counter(cost.troubles).most_common())}


def _freeze(program: Program) -> None:
    """For as long as a fault lasts."""
    program.freeze()
    try:
        time.sleep(LASTS)
    finally:
        program.thaw()
