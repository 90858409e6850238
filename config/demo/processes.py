"""The processes of a demonstration: started in their own sessions, watched, and all stopped with it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from config.demo.workplace import CannotStart, Workplace

# Every process of a demonstration, and whatever it starts itself, carries the demonstration's folder in this variable.
MARK = "SAS_DEMO_FOLDER"
PATIENCE_SECONDS = 10
# Those of a killed demonstration serve nobody any more, and what they do may be cut short.
PATIENCE_WITH_LEFT_SECONDS = 2
TAIL_LINES = 20


class Interrupted(Exception):
    """Somebody asked the demonstration to stop."""


@dataclass(frozen=True)
class Child:
    """One process of the demonstration; one that is not `lasting` is a step with an end."""

    name: str
    process: subprocess.Popen[bytes]
    lasting: bool

    @property
    def failed(self) -> bool:
        """True when it ended and should not have, or ended badly."""
        status = self.process.poll()
        return status is not None and (self.lasting or status != 0)


@dataclass(frozen=True)
class Processes:
    """What one demonstration runs; `stop_asked` is set by a signal."""

    place: Workplace
    stop_asked: Event
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, arguments: Sequence[str], *, environment: Mapping[str, str]) -> Child:
        """Start a process that lasts as long as the demonstration; it writes to its own log."""
        return self._spawn(name, arguments, environment=environment, lasting=True)

    def begin(
        self, name: str, arguments: Sequence[str], *, environment: Mapping[str, str], shown: bool = False
    ) -> Child:
        """Begin a step, to be waited for with `finish`; a `shown` one writes to the terminal, not to a log."""
        return self._spawn(name, arguments, environment=environment, lasting=False, shown=shown)

    def finish(self, child: Child) -> None:
        """Wait for the end of a step; raises CannotStart when it fails."""
        while child.process.poll() is None:
            self.pause(0.05)
        if child.failed:
            raise CannotStart(self.obituary(child))
        self.children.remove(child)

    def pause(self, seconds: float) -> None:
        """Wait; raises Interrupted as soon as the demonstration is asked to stop."""
        if self.stop_asked.wait(seconds):
            raise Interrupted

    def check(self) -> None:
        """Raise CannotStart when a process that should last has ended, or a step has failed."""
        for child in self.children:
            if child.failed:
                raise CannotStart(self.obituary(child))

    def obituary(self, child: Child) -> str:
        """Which process ended, how, and the last lines it wrote."""
        log = self.place.log(child.name)
        return f"« {child.name} » s'est arrêté (code {child.process.returncode}). Fin de {log} :\n{tail(log)}"

    def stop(self) -> None:
        """Ask all to stop, wait for each, and end what remains."""
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        clear(self.place)

    def _spawn(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        lasting: bool,
        shown: bool = False,
    ) -> Child:
        log = self.place.log(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            # A session of its own: Ctrl-C in the terminal reaches the demonstration alone, which stops all in order.
            process = subprocess.Popen(
                arguments,
                cwd=self.place.root,
                env={**environment, MARK: str(self.place.var)},
                stdin=subprocess.DEVNULL,
                stdout=None if shown else output,
                stderr=None if shown else subprocess.STDOUT,
                start_new_session=True,
            )
        self.children.append(Child(name, process, lasting))
        return self.children[-1]


def tail(log: Path) -> str:
    """The last lines of a log."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-TAIL_LINES:])


def clear(place: Workplace) -> int:
    """End the processes that a killed demonstration of this folder left; return how many there were.

    On a system without /proc none is found: the port they hold is then said to be taken.
    """
    left = list(_marked(place))
    for number in left:
        _send(number, signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE_WITH_LEFT_SECONDS
    while list(_marked(place)) and time.monotonic() < deadline:
        time.sleep(0.1)
    for number in _marked(place):
        _send(number, signal.SIGKILL)
    return len(left)


def _marked(place: Workplace) -> Iterator[int]:
    mark = os.fsencode(f"{MARK}={place.var}")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # It has just ended, or belongs to another account.
            continue
        if mark in variables and int(folder.name) != os.getpid():
            yield int(folder.name)


def _send(number: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, what)
