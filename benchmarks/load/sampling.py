"""What processes take: CPU and memory of each, looked at every few seconds, and whether memory grows.

Memory is what is resident without what is shared: PostgreSQL's buffers are counted in each of its processes otherwise.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

EVERY_SECONDS = 5
KB_IN_MB = 1024
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Series:
    """One name: seconds since the start, CPU seconds since its processes began, megabytes."""

    at: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def near(self, second: float) -> float:
        """Megabytes at the look nearest to that instant."""
        nearest = min(range(len(self.at)), key=lambda index: abs(self.at[index] - second))
        return self.memory[nearest]

    def busy(self, since: float) -> float:
        """Share of one core, from that instant to the last look."""
        first = next(index for index, at in enumerate(self.at) if at >= since)
        return (self.cpu[-1] - self.cpu[first]) / (self.at[-1] - self.at[first])

    def slope(self, since: float) -> float:
        """Megabytes an hour from that instant on, by least squares."""
        seen = [(at, mb) for at, mb in zip(self.at, self.memory, strict=True) if at >= since]
        middle, mean = (sum(column) / len(seen) for column in zip(*seen, strict=True))
        spread = sum((at - middle) ** 2 for at, _ in seen)
        return 3600 * sum((at - middle) * (mb - mean) for at, mb in seen) / spread


class Sampler:
    """A thread that looks; `roots` gives the process that each name began with, its children count with it."""

    def __init__(self, roots: Callable[[], Mapping[str, int]]) -> None:
        self.series: dict[str, Series] = {}
        self._roots, self._over = roots, threading.Event()
        self._began = time.monotonic()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def elapsed(self) -> float:
        """Seconds since the first look."""
        return time.monotonic() - self._began

    def _look_on(self) -> None:
        while not self._over.wait(EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        """A process that ends takes its CPU seconds to its parent, which has waited for it: nothing is lost."""
        parents, at = dict(_parents()), self.elapsed
        for name, root in self._roots().items():
            own = [pid for pid in parents if _descends(pid, root, parents)]
            series = self.series.setdefault(name, Series())
            series.at.append(at)
            series.cpu.append(sum(map(_cpu_seconds, own)))
            series.memory.append(sum(map(_memory_mb, own)))


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := _stat(int(folder.name)):
            yield int(folder.name), int(fields[1])


def _descends(pid: int, root: int, parents: Mapping[int, int]) -> bool:
    while pid and pid != root:
        pid = parents.get(pid, 0)
    return pid == root


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _cpu_seconds(pid: int) -> float:
    """Its own and those of its children that have ended."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _memory_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    told = {
        name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if rest.endswith("kB")
    }
    return (told.get("VmRSS", 0) - told.get("RssShmem", 0)) / KB_IN_MB


def children_of(root: int) -> list[int]:
    """The processes that this one started, the oldest first."""
    return sorted(pid for pid, parent in _parents() if parent == root)
