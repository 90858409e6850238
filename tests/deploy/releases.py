"""Two releases of the code side by side on one database, and the main journey through either of them."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from tests.factories.visitor import Unexpected, Visitor

ROOT = Path(__file__).resolve().parents[2]
BEFORE = "1cc6a725dacefe312c292fab919a59d3bd6216b8"
"""The state before dashboards, extracts and the trail's changes: since then the schema gained tables, columns with a
default, indexes. Used until a version is tagged, which then takes its place."""
LATEST_FIRST = [
    (ahead, f"{hour:02}:{minute:02}") for ahead in (2, 1) for hour in range(22, 0, -1) for minute in (45, 15)
]
"""In days, and on the wall: each journey publishes before all those before it, so that a card shows its slot first."""


def previous() -> str:
    """The commit that is upgraded from: the last tag, else BEFORE; empty where the history does not hold it."""
    tag = _git("describe", "--tags", "--abbrev=0")
    return _git("rev-parse", "--verify", "--quiet", f"{tag or BEFORE}^{{commit}}")


@contextmanager
def checked_out(commit: str, folder: Path) -> Iterator[Path]:
    """The code of that commit, in a folder that goes afterwards; the history is left as it is."""
    folder.mkdir()
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-xf", "-", "-C", str(folder)], input=packed.stdout, check=True)
    yield folder


@dataclass(frozen=True)
class Release:
    """The code of one version; both run on this machine's packages, which are those of the newer one."""

    folder: Path
    environment: dict[str, str]

    def begin(self, *command: str) -> "subprocess.Popen[str]":
        """Start one of its commands."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *command: str) -> str:
        """One of its commands, to its end: what it said."""
        child = self.begin(*command)
        said = child.communicate()[0]
        assert child.returncode == 0, said
        return said

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Its pages, as production runs them; the address, once it answers anything."""
        port = _free_port()
        server = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "config.wsgi:application",
            "--port",
            str(port),
        ]
        server += ["--workers", "1", "--blocking-threads", "1", "--workers-kill-timeout", "3", "--host", "127.0.0.1"]
        with Path(f"{self.environment['STATIC_ROOT']}.{port}.log").open("w") as log:
            child = subprocess.Popen(
                server, cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        address = f"http://127.0.0.1:{port}"
        try:
            until_it_answers(address, child)
            yield address
        finally:
            child.terminate()
            child.wait(timeout=30)


def until_it_answers(address: str, child: "subprocess.Popen[bytes]") -> None:
    """Whatever the status."""
    deadline = time.monotonic() + 60
    while True:
        assert child.poll() is None and time.monotonic() < deadline, address
        with suppress(httpx.TransportError):
            httpx.get(f"{address}/connexion", timeout=10)
            return
        time.sleep(0.1)


@dataclass(frozen=True)
class Quarter:
    """A quarter of an hour, as forms hold it."""

    day: str
    start: str
    end: str


@dataclass
class Journeys:
    """Runs of the main journey; each has a quarter of an hour of its own in the doctor's agenda."""

    place_id: int
    doctor: str
    regulator: str
    password: str
    done: int = 0

    def run(self, *, agenda: str, regulation: str = "", cancelling: str = "") -> None:
        """Sign in, publish, search, orient, cancel: the doctor at `agenda`, the regulator at the other addresses.

        Raises Unexpected where a page is not what it must be.
        """
        when = self._quarter()
        doctor, regulator = Visitor(agenda), Visitor(regulation or agenda)
        self._orient(regulator, slot=self._publish(doctor, when=when))
        _must(self._received(doctor, when=when) == {"1"}, "the doctor does not see the orientation")
        if cancelling:  # signed in there: what seals a session may change from one release to the next
            regulator = Visitor(cancelling)
            self._sign_in(regulator, self.regulator)
        regulator.get("/sas/orientations")
        act = next(link for link in regulator.links() if link.endswith("/annuler"))
        regulator.get(act)
        _must("Annulée par la régulation" in regulator.send(act), "the orientation is not cancelled")
        _must(self._received(doctor, when=when) == {"0"}, "the place is not free again")
        self.done += 1

    def run_all(self, *turns: dict[str, str]) -> None:
        """One at each of these addresses, in order."""
        for turn in turns:
            self.run(**turn)

    def _sign_in(self, who: Visitor, email: str) -> None:
        who.get("/connexion")
        who.send("/connexion", email=email, password=self.password)

    def _quarter(self) -> Quarter:
        ahead, hour = LATEST_FIRST[self.done]
        day = datetime.now(UTC) + timedelta(days=ahead)
        start = datetime.strptime(hour, "%H:%M").replace(tzinfo=UTC)
        return Quarter(f"{day:%Y-%m-%d}", f"{start:%H:%M}", f"{start + timedelta(minutes=15):%H:%M}")

    def _week(self, day: str) -> str:
        return f"/sas/agenda/{self.place_id}?semaine={day}"

    def _publish(self, doctor: Visitor, *, when: Quarter) -> str:
        """The slot that the agenda gained, as addresses name it: number and day."""
        self._sign_in(doctor, self.doctor)
        doctor.get(self._week(when.day))
        before = _slots(doctor)
        act = f"/sas/agenda/{self.place_id}/disponibilites"
        doctor.get(f"{act}?jour={when.day}&de={when.start}&a={when.end}")
        doctor.send(act, day=when.day, start=when.start, end=when.end, kind="plage", patients="3", modalities="1")
        doctor.get(self._week(when.day))
        gained = _slots(doctor) - before
        _must(len(gained) == 1, f"the agenda gained {sorted(gained)}")
        return gained.pop()

    def _received(self, doctor: Visitor, *, when: Quarter) -> set[str]:
        """How many of three patients the agenda says of these hours, in that week."""
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", doctor.get(self._week(when.day))))
        hours = f"{when.start} - {when.end}".replace(":", "h")
        return set(re.findall(rf"{hours}.{{0,60}}?(\d)/3 patient", words))

    def _orient(self, regulator: Visitor, *, slot: str) -> None:
        self._sign_in(regulator, self.regulator)
        regulator.get(str(httpx.URL("/sas/recherche", params={"text": "Médecin généraliste", "loc": "Rennes"})))
        found = next((link for link in regulator.links() if f"/orienter/creneau/{slot}" in link), "")
        _must(bool(found), f"the search does not show slot {slot}")
        regulator.get(found)
        _must("1/3" in regulator.send(f"/sas/orienter/creneau/{slot}"), "the place is not taken")


def _slots(agenda: Visitor) -> set[str]:
    """Of the links to change them: `12/2026-11-27`."""
    links = [link for link in agenda.links() if link.endswith("/modifier")]
    return {link.partition("/creneaux/")[2].removesuffix("/modifier") for link in links}


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise Unexpected(what)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def environment(**settings: str) -> dict[str, str]:
    """Of a process that knows these settings alone, and the machine's."""
    machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return machine | {"PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"} | settings
