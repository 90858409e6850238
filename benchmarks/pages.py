"""The result page over HTTP, signed in, beside the floor; the server is the product's own, on loopback."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search import Draws, percentile

HOST = "127.0.0.1"
# As docs/operating.md says: one waits for the database while the other computes.
WORKERS = 2 * (os.cpu_count() or 1)
TICKS = os.sysconf("SC_CLK_TCK")
OPEN = 32
"""Connections to each server."""
SURE = 3
"""Looks in a row: one may fall between the first question of a process and its load."""

_FOLLOWING = """
select count(*) from pg_stat_activity
where application_name = 'sas search memory' and query like 'select now()%' and datname = current_database()
"""


@dataclass(frozen=True)
class Run:
    """Milliseconds of each answer, wall seconds, and CPU milliseconds of the web processes per page."""

    times: list[float]
    seconds: float
    cpu_ms: float

    def joined(self, other: "Run") -> "Run":
        """Both runs as one."""
        count, more = len(self.times), len(other.times)
        cpu_ms = (self.cpu_ms * count + other.cpu_ms * more) / (count + more)
        return Run(self.times + other.times, self.seconds + other.seconds, cpu_ms)

    def line(self, name: str) -> str:
        """One row of the table."""
        p50, p99 = percentile(self.times, 0.5), percentile(self.times, 0.99)
        rate = len(self.times) / self.seconds
        return f"{name:34} {p50:8.1f} {p99:8.1f} {rate:8.0f} {self.cpu_ms:10.2f}"


@dataclass(frozen=True)
class Served:
    """Servers of one process each, on ports of their own, and the processes that stand above them."""

    ports: tuple[int, ...]
    parents: frozenset[int]


@contextmanager
def server(environment: dict[str, str], port: int, *, workers: int = WORKERS) -> Iterator[Served]:
    """Granian as in production: one process behind each port, from this one on."""
    ports = tuple(range(port, port + workers))
    with ExitStack() as ending:
        children = [ending.enter_context(_granian(environment, one)) for one in ports]
        for one in ports:
            wait(one)
        wait_for_memories(workers)
        yield Served(ports, frozenset(child.pid for child in children))


@contextmanager
def _granian(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", "1", "--blocking-threads", "1", "--workers-kill-timeout", "3", "--no-log",
        "config.wsgi:application",
    ]  # fmt: skip
    child = subprocess.Popen(command, env=os.environ | environment, cwd=Path(__file__).parent.parent)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(20)


def wait(port: int) -> None:
    """Until the server of this port answers."""
    for _ in range(1200):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/health/ready")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def wait_for_memories(workers: int) -> None:
    """Until every process holds the country: each then asks the time again and again, and nothing else."""
    from django.db import connection

    held = 0
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(_FOLLOWING)
            (following,) = cursor.fetchone() or (0,)
        held = held + 1 if following >= workers else 0
        if held == SURE:
            return
        time.sleep(0.5)
    raise SystemExit("the web processes did not fill their memories")


class Browser:
    """One keep-alive connection of one signed-in person."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._headers = {"Cookie": f"sessionid={cookie}", "Host": f"{HOST}:{port}"}

    def get(self, path: str) -> tuple[float, int]:
        """Milliseconds and bytes of a page; anything but 200 stops the benchmark."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{answer.status} for {path}")
        return (time.perf_counter() - started) * 1000, len(body)


def closed_loop(
    served: Served,
    cookies: list[str],
    *,
    path: Callable[[random.Random], str],
    clients: int,
    pages: int,
    turn: int = 0,
) -> Run:
    """`clients` browsers, each asking its next page as soon as it has the last; each turn draws other pages."""
    each = pages // clients

    def drive(number: int) -> list[float]:
        port = served.ports[number % len(served.ports)]
        chance, browser = random.Random(1000 * turn + number), Browser(port, cookies[number % len(cookies)])
        return [browser.get(path(chance))[0] for _ in range(each)]

    before, started = _cpu_seconds(served.parents), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [one for found in pool.map(drive, range(clients)) for one in found]
    seconds = time.perf_counter() - started
    return Run(times, seconds, (_cpu_seconds(served.parents) - before) * 1000 / len(times))


@dataclass(frozen=True)
class Pace:
    """Pages a second, at the instants of a Poisson process or evenly spaced, as by tools that keep a rate."""

    rate: float
    evenly: bool = False

    def instants(self, chance: random.Random, *, seconds: float) -> Iterator[float]:
        """Those at which a page is due, each given when it comes."""
        due = started = time.perf_counter()
        while due - started < seconds:
            due += 1 / self.rate if self.evenly else chance.expovariate(self.rate)
            time.sleep(max(0.0, due - time.perf_counter()))
            yield due


def open_loop(
    served: Served, cookies: list[str], *, path: Callable[[random.Random], str], pace: Pace, seconds: float
) -> Run:
    """Pages asked whether or not the last have come, each timed from the instant at which it was due.

    Each goes to the server that has the fewest of them, as nginx shares them out (`least_conn`).
    """
    chance, times = random.Random(pace.rate), list[float]()
    free = [[Browser(port, cookies[n % len(cookies)]) for n in range(OPEN)] for port in served.ports]
    lock = threading.Lock()

    def ask(due: float, address: str) -> None:
        with lock:
            idle = max(free, key=len)
            browser = idle.pop()
        browser.get(address)
        with lock:
            idle.append(browser)
            times.append((time.perf_counter() - due) * 1000)

    before, started = _cpu_seconds(served.parents), time.perf_counter()
    for thread in [_begun(ask, due, path(chance)) for due in pace.instants(chance, seconds=seconds)]:
        thread.join()
    cpu_ms = (_cpu_seconds(served.parents) - before) * 1000 / len(times)
    return Run(times, time.perf_counter() - started, cpu_ms)


def _begun(ask: Callable[[float, str], None], *given: object) -> threading.Thread:
    thread = threading.Thread(target=ask, args=given)
    thread.start()
    return thread


@contextmanager
def awake() -> Iterator[None]:
    """No core of this machine sleeps meanwhile; what spins has no share that anybody else wants.

    A core of a virtual machine that its host has put to sleep takes up to a millisecond to wake, at each round trip of
    a page: where pages are rare, they are slower than where there are many.
    """
    spin = "import os; os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))\nwhile True: pass"
    spinning = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for one in spinning:
            one.kill()
            one.wait()


def _cpu_seconds(parents: frozenset[int]) -> float:
    """User and system time of the server's processes."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if not parents.isdisjoint((int(fields[1]), int(folder.name))):
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def draw_path(kind: str) -> Callable[[random.Random], str]:
    """A path drawn anew at each call: a search of that kind, or the floor."""
    if kind == "floor":
        return lambda chance: f"/banc/plancher?n={chance.randrange(1, 100_000)}"
    return lambda chance: getattr(Draws(chance), kind)().path
