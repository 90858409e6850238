"""What the generator saw: every answer by kind of request, what was refused as it should be, and what went wrong."""

import json
import time
from array import array
from collections import Counter, defaultdict
from pathlib import Path


class Tally:
    """Answers of one run. Times and rates are those after the warm-up; errors count from the first second."""

    def __init__(self) -> None:
        self._from, self._until = float("inf"), float("inf")
        self._times: defaultdict[str, array[float]] = defaultdict(lambda: array("f"))
        self._refused, self._failed = Counter[str](), Counter[str]()
        self._done, self._always = Counter[str](), Counter[str]()

    def begin(self, *, warm_up: float) -> None:
        """The run begins now; `warm_up` in seconds."""
        self._from = time.monotonic() + warm_up

    def end(self) -> None:
        """People are being sent home: what they finish is not measured any more."""
        self._until = time.monotonic()

    def _measures(self) -> bool:
        return self._from <= time.monotonic() < self._until

    def answered(self, kind: str, milliseconds: float) -> None:
        """As wanted."""
        if self._measures():
            self._times[kind].append(milliseconds)

    def refused(self, kind: str, why: str) -> None:
        """An answer that a person may well be given: the last place was taken meanwhile."""
        self._refused[f"{kind}: {why}"] += 1

    def failed(self, kind: str, why: str) -> None:
        """Anything that nobody should see."""
        self._failed[f"{kind}: {why}"] += 1

    def done(self, act: str) -> None:
        """One act of those whose rate is asked for, acknowledged."""
        self._always[act] += 1
        if self._measures():
            self._done[act] += 1

    def write(self, path: Path) -> None:
        """For the process that reports; times in milliseconds, sorted."""
        told = {
            "seconds": self._until - self._from,
            "times": {kind: sorted(round(one, 1) for one in times) for kind, times in self._times.items()},
            "refused": self._refused,
            "failed": self._failed,
            "done": self._done,
            "done_since_start": self._always,
        }
        path.write_text(json.dumps(told))
