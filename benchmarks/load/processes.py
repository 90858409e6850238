"""The processes of one run: those of the platform, those that stand around it, and the generator."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 30


class Processes:
    """Started by name, each with a log of its own; all are stopped in the end."""

    def __init__(self, folder: Path, environment: Mapping[str, str], ending: ExitStack) -> None:
        self._folder, self._environment, self._ending = folder, environment, ending
        self.children: dict[str, subprocess.Popen[str]] = {}

    def start(self, name: str, command: list[str], **more: str) -> subprocess.Popen[str]:
        """A process that writes to its log; `more`: its own environment."""
        log = self._ending.enter_context((self._folder / f"{name}.log").open("w"))
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self._environment, **more},
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.children[name] = child
        self._ending.callback(_stop, child)
        return child

    def dead(self) -> list[str]:
        """Those that ended by themselves."""
        return [name for name, child in self.children.items() if child.poll() is not None]


def _stop(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def granian(interface: str, application: str, *, port: int, workers: int) -> list[str]:
    """As docs/operating.md says."""
    server = [sys.executable, "-m", "granian", "--interface", interface, application, "--host", "127.0.0.1"]
    server += ["--port", str(port), "--workers", str(workers), "--workers-kill-timeout", "3", "--no-log"]
    return [*server, "--respawn-failed-workers", *(["--blocking-threads", "1"] if interface == "wsgi" else [])]


def worlds(folder: Path, shares: Mapping[int, list[Any]]) -> Path:
    """What each editor knows, as files."""
    made = folder / "editors"
    made.mkdir(exist_ok=True)
    for old in made.glob("*.json"):
        old.unlink()
    for number, places in shares.items():
        told = {"professionals": [_professional(place) for place in places]}
        (made / f"{number:02}.json").write_text(json.dumps(told))
    return made


def _professional(place: Any) -> dict[str, object]:
    where = {"name": "Cabinet", "line": place.address, "postal_code": place.postal_code, "city": "Banc"}
    point = {"id": f"lieu-{place.id}", "per_day": 6, "first": "08:00", **where}
    person = place.professional
    return {"number": person.national_id, "family": "BANC", "given": str(person.id), "points": [point]}


def read_addresses(path: Path) -> list[str]:
    """Once the editors have written them."""
    for _ in range(300):
        if path.exists():
            told: list[str] = json.loads(path.read_text())
            return told
        time.sleep(0.1)
    raise SystemExit("the editors did not start")


def serve_editors(folder: Path, told: Path) -> None:
    """All editors in this process, for ever; their addresses go to a file."""
    from simulators.editor.web import EditorServer, invented_editor
    from simulators.editor.world import read

    servers = [EditorServer(invented_editor(world=read(one))) for one in sorted(folder.glob("*.json"))]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    unfinished = told.with_suffix(".unfinished")
    unfinished.write_text(json.dumps([one.url for one in servers]))
    unfinished.rename(told)
    threading.Event().wait()
