"""Programs of the cluster, started again when they die, as systemd does; killed, frozen and thawed whole."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

RESTART = 1.0
"""Seconds before a program that died is started again (`RestartSec`)."""

STOP_SECONDS = 20


@dataclass
class Program:
    """One program: `account` runs it when we are root; `data`: the folder of the PostgreSQL that it starts apart."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    account: str | None = None
    folder: Path = Path("/")
    data: Path | None = None
    restarts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _is_wanted: bool = False
    # Who kills it and who minds it are two threads: one that is killed for good is not started in between.
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def start(self) -> None:
        """Now, and again whenever it dies."""
        with self._lock:
            self._is_wanted = True
            self._launch()

    def mind(self) -> None:
        """Start it again when it died and is wanted."""
        with self._lock:
            if self._is_wanted and self._process and self._process.poll() is not None:
                self.restarts += 1
                self._launch()

    def stop(self) -> None:
        """For good."""
        self._is_wanted = False
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.kill(comes_back=False)

    def kill(self, *, comes_back: bool) -> None:
        """SIGKILL to all of it at once, as when its machine loses power."""
        with self._lock:
            self._is_wanted = comes_back
            self._signal(signal.SIGKILL)
            if self._process:
                self._process.wait()

    def freeze(self) -> None:
        """Nothing of it runs; its sockets stay open."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        for process in self._all():
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _all(self) -> list[int]:
        roots = [self._process.pid] if self._process else []
        if self.data and (told := self.data / "postmaster.pid").exists():
            roots.append(int(told.read_text().split("\n", 1)[0]))
        parents = _parents()
        found = [root for root in roots if root in parents]
        for process in found:  # grows while it is read: children of children
            found += [child for child, parent in parents.items() if parent == process and child not in found]
        return found

    def _launch(self) -> None:
        inherited = {name: os.environ[name] for name in ("HOME", "PATH", "LANG") if name in os.environ}
        account = self.account if os.geteuid() == 0 else None
        with self.log.open("ab") as said:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**inherited, **self.environment},
                user=account,
                group=account,
                extra_groups=[] if account else None,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def _parents() -> dict[int, int]:
    """The parent of each process of this machine that is not a zombie."""
    found = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            if status[0] != "Z":
                found[int(entry.name)] = int(status[1])
    return found


class Supervisor:
    """The thread that minds them all."""

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor")

    def start(self) -> None:
        """Until `stop`."""
        self._thread.start()

    def stop(self) -> None:
        """All of them, last started first."""
        self._over.set()
        self._thread.join()
        for program in reversed(self.programs):
            program.thaw()
            program.stop()

    def _run(self) -> None:
        while not self._over.wait(RESTART):
            for program in list(self.programs):
                program.mind()


def until(what: object, *, seconds: float, why: str) -> None:
    """Wait until `what()` is true; raises RuntimeError."""
    assert callable(what)
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        with suppress(OSError):
            if what():
                return
        time.sleep(0.2)
    raise RuntimeError(f"not within {seconds:.0f} s: {why}")
