"""A thousand open pages on one stream: how soon a change reaches them all, alone and in a busy country; what it weighs.

Starts PostgreSQL and the stream's process, opens the pages over the loopback, and announces changes as the read model
does. Pages and stream share the machine's cores.

    python -m benchmarks.live [--pages 1000] [--seconds 20]
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from config import embedded_pg

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
CHANGES_A_SECOND = 100
PAGES_OF_AN_ACCOUNT = 10
GIVE_UP_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


class Crowd:
    """Pages that listen; `heard` are the moments at which each place was told to one of them."""

    def __init__(self, port: int) -> None:
        self.heard: defaultdict[str, list[float]] = defaultdict(list)
        self._port, self._pages = port, list[asyncio.Task[None]]()
        self._opened = 0

    async def open(self, count: int) -> None:
        """Returns once all are answered."""
        self._pages = [asyncio.create_task(self._listen(number)) for number in range(count)]
        await self.until(lambda: self._opened == count)

    async def until(self, holds: Any) -> None:
        """Raises TimeoutError after half a minute."""
        async with asyncio.timeout(GIVE_UP_SECONDS):
            while not holds():  # noqa: ASYNC110  looking at each of a million events would cost more than the pages
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        """Leave."""
        for page in self._pages:
            page.cancel()
        await asyncio.gather(*self._pages, return_exceptions=True)

    async def _listen(self, number: int) -> None:
        from sas.web.kit.tickets import new_ticket

        ticket = new_ticket(account_id=number // PAGES_OF_AN_ACCOUNT, now=datetime.now(UTC))
        reader, writer = await asyncio.open_connection(HOST, self._port)
        writer.write(f"GET /direct?ticket={ticket} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        try:
            assert b" 200 " in await reader.readline()
            self._opened += 1
            while line := await reader.readline():
                if line.startswith(b"data: "):
                    now = time.monotonic()
                    for place in line[len(b"data: ") :].split():
                        self.heard[place.decode()].append(now)
        finally:
            writer.close()


@dataclass(frozen=True)
class Stream:
    """The process under test."""

    port: int
    pid: int

    def memory_mb(self) -> float:
        """Resident memory of the worker and of its parent."""
        return sum(_status(pid, "VmRSS") for pid in self._pids()) / 1024

    def cpu_seconds(self) -> float:
        """Of both, since they began."""
        return sum(_cpu(pid) for pid in self._pids())

    def _pids(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def stream(settings: dict[str, str]) -> Iterator[Stream]:
    """The stream as in production, once it answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = [sys.executable, "-m", "granian", "--interface", "asgi", "--host", HOST, "--port", str(port)]
    server += ["--workers", "1", "--workers-kill-timeout", "3", "--no-log", "config.events:application"]
    child = subprocess.Popen(server, env=os.environ | settings, cwd=ROOT)
    try:
        wait(port)
        yield Stream(port, child.pid)
    finally:
        child.terminate()
        child.wait(20)


def wait(port: int) -> None:
    """Until the stream hears the database."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                probe.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
                if b" 200 " in probe.recv(100):
                    return
        time.sleep(0.1)
    raise SystemExit("the stream did not start")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sas-live-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        addresses = embedded_pg.ensure(Path(folder) / "pg", throwaway=True)
        settings = {"DATABASE_URL": addresses.app_url, "SECRET_KEY": "benchmark", "PUBLIC_URL": f"http://{HOST}:8000"}
        os.environ.update(settings | {"DJANGO_SETTINGS_MODULE": "config.settings"})
        with stream(settings) as under_test, psycopg.connect(addresses.app_url, autocommit=True) as own:
            asyncio.run(_measure(under_test, own, pages=asked.pages, seconds=asked.seconds))
        embedded_pg.stop(Path(folder) / "pg", remove=True)


async def _measure(under_test: Stream, own: "psycopg.Connection[Any]", *, pages: int, seconds: int) -> None:
    empty, begun = under_test.memory_mb(), time.monotonic()
    crowd = Crowd(under_test.port)
    await crowd.open(pages)
    full = under_test.memory_mb()
    print(f"{pages} pages listen after {time.monotonic() - begun:.1f} s")
    print(
        f"memory: {empty:.0f} MB without pages, {full:.0f} MB with them, {(full - empty) * 1024 / pages:.0f} kB a page"
    )
    before = under_test.cpu_seconds()
    await asyncio.sleep(seconds)
    print(f"nothing changes: {(under_test.cpu_seconds() - before) / seconds:.1%} of a core")
    for place in range(1, 6):
        await _one_change(crowd, own, f"{place}", pages=pages)
    before = under_test.cpu_seconds()
    await _busy(crowd, own, pages=pages, seconds=seconds)
    print(f"meanwhile: {(under_test.cpu_seconds() - before) / seconds:.1%} of a core, {under_test.memory_mb():.0f} MB")
    await crowd.close()


async def _one_change(crowd: Crowd, own: "psycopg.Connection[Any]", place: str, *, pages: int) -> None:
    since = announce(own, place)
    await crowd.until(lambda: len(crowd.heard[place]) == pages)
    first, last = min(crowd.heard[place]) - since, max(crowd.heard[place]) - since
    print(f"one change: first page after {first * 1000:.0f} ms, all of them after {last * 1000:.0f} ms")


async def _busy(crowd: Crowd, own: "psycopg.Connection[Any]", *, pages: int, seconds: int) -> None:
    told: dict[str, float] = {}
    for number in range(seconds * CHANGES_A_SECOND):
        told[f"{1000 + number}"] = announce(own, f"{1000 + number}")
        await asyncio.sleep(1 / CHANGES_A_SECOND)
    await crowd.until(lambda: all(len(crowd.heard[place]) == pages for place in told))
    late = sorted(max(crowd.heard[place]) - since for place, since in told.items())
    print(
        f"{len(told) / seconds:.0f} changes a second: all pages know one after {late[len(late) // 2] * 1000:.0f} ms "
        f"(median), {late[-1] * 1000:.0f} ms (worst)"
    )


def announce(own: "psycopg.Connection[Any]", place: str) -> float:
    """As the read model does when a transaction commits; returns when."""
    since = time.monotonic()
    own.execute("select pg_notify('offer', %s)", [place])
    return since


if __name__ == "__main__":
    main()
