"""Traces of the platform's own processes, started by the commands of the units that are shipped (ADR 58)."""

import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import ROOT
from tests.factories import observed
from tests.factories.broker import free_port
from tests.factories.collector import Collector, Span, assert_tells_no_more, collector
from tests.factories.live import database
from tests.factories.mail import Inbox, inbox
from tests.web.regulation.scene import Scene, make_scene

__all__ = ["collector", "inbox"]
pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
UNITS = ROOT / "deploy/install/systemd"
STREET = "12 rue des Lilas secrets"
NEVER = "3600000"
"""Milliseconds between two sendings: what arrives then was sent because the process ended."""
MORE_THAN_WAIT = 2500
"""Spans that wait for a collector are 2,048 at most; the next are dropped."""
KEYS = {"method", "status", "request", "mode", "place", "job", "task", "mail", "editor"}


@dataclass
class Platform:
    """Two web processes, each on its port, and a worker; what they log, and the environment of all."""

    folder: Path
    environment: dict[str, str]
    webs: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    children: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self) -> None:
        """Until both ports answer."""
        for port in self.webs:
            self._run(f"web {port}", "sas-web@.service", instance=port)
        self._run("worker", "sas-worker.service")
        for port in self.webs:
            until(lambda port=port: self.answers(port), why=f"web {port}")

    def answers(self, port: int) -> bool:
        """Whether a page is to be had there."""
        try:
            return httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=5).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def forked(self, port: int) -> int:
        """The process of a web server that answers; the other one only watches it."""
        pid = self.children[f"web {port}"].pid
        (found,) = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(found)

    def stop(self) -> dict[str, float]:
        """As systemd does: SIGTERM to all, then their end; seconds that each took."""
        began, took = time.monotonic(), dict[str, float]()
        for child in self.children.values():
            child.terminate()
        for name, child in self.children.items():
            child.wait(60)
            took[name] = time.monotonic() - began
        return took

    def logged(self) -> str:
        """By all."""
        return "".join(log.read_text() for log in self.folder.glob("*.log"))

    def _run(self, name: str, unit: str, *, instance: int = 0) -> None:
        (command,) = re.findall(r"^ExecStart=(.+)$", (UNITS / unit).read_text(), re.MULTILINE)
        python, *arguments = command.replace("%i", str(instance)).split()
        assert python.endswith("/python")
        with (self.folder / f"{name}.log").open("wb") as log:
            self.children[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def platform(folder: Path, settings: Any, **more: str) -> Iterator[Platform]:
    """On the tests' database and their mail server, until the end of the block at the latest."""
    mine = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.plain_settings",
        "DATABASE_URL": database(),
        "DATABASE_POOL": "2",
        "STATIC_ROOT": str(folder / "static"),
        "EMAIL_HOST": settings.EMAIL_HOST,
        "EMAIL_PORT": str(settings.EMAIL_PORT),
        "PASSWORD_MONTHS": "0",
    }
    made = Platform(folder, os.environ | mine | more)
    made.environment["PUBLIC_URL"] = f"http://127.0.0.1:{made.webs[0]}"
    try:
        made.start()
        yield made
    finally:
        for child in made.children.values():
            with suppress(ProcessLookupError):  # a test that failed: what was forked outlives who watches it
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def until(holds: Callable[[], Any], *, why: str) -> None:
    """Wait for it, two minutes at most."""
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end, why
        time.sleep(0.1)


def work(running: Platform, scene: Scene, inbox: Inbox) -> list[float]:
    """Search on one port around somebody's street, orient on the other, and wait for the mail; seconds of the pages."""
    had, took = len(inbox.mails), list[float]()
    cookies = {name: cookie.value for name, cookie in scene.client.cookies.items()}
    here, there = (f"http://127.0.0.1:{port}" for port in running.webs)
    with httpx.Client(cookies=cookies, timeout=30) as regulator:

        def page(method: str, url: str, **asked: Any) -> httpx.Response:
            began = time.monotonic()
            answer = regulator.request(method, url, **asked)
            took.append(time.monotonic() - began)
            return answer

        assert page("GET", f"{here}/sas/recherche", params={"text": "Médecin", "loc": STREET}).status_code == 200
        form = page("GET", f"{there}{scene.path}")
        typed = {"csrfmiddlewaretoken": observed.field_of_form(form, "csrfmiddlewaretoken"), "cle": str(uuid4())}
        sent = page("POST", f"{there}{scene.path}", data=typed | {"retour": ""}, headers={"Origin": here})
        assert sent.status_code == 303, sent.text
    until(lambda: len(inbox.mails) > had, why="the mail of the orientation")
    return took


def maps(pid: int) -> str:
    """What a process has loaded."""
    return Path(f"/proc/{pid}/maps").read_text()


def test_spans_of_web_and_worker_arrive_and_the_last_of_them_when_a_process_ends(
    collector: Collector, inbox: Inbox, settings: Any, tmp_path: Path, *, tell: Callable[[str], None]
) -> None:
    scene = make_scene()
    sent = {"TRACES_URL": collector.traces_url, "GEOCODER_URL": collector.url, "OTEL_BSP_SCHEDULE_DELAY": NEVER}
    with platform(tmp_path, settings, **sent) as running:
        work(running, scene, inbox)
        first = running.webs[0]
        watching, serving = running.children[f"web {first}"].pid, running.forked(first)
        # What sends was made in the process that serves, not in the one it was forked from.
        assert "_upb" in maps(serving) and "_upb" not in maps(watching)
        os.kill(running.forked(running.webs[1]), signal.SIGKILL)
        until(lambda: running.answers(running.webs[1]), why="another process in its stead")
        assert collector.bodies == []
        took = running.stop()
        ended = {name: child.returncode for name, child in running.children.items()}
    assert set(ended.values()) == {0}, running.logged()
    spans = collector.spans()
    assert len({one.instance for one in spans if one.process == "sas-web"}) == 2
    assert len({one.instance for one in spans if one.process == "sas-worker"}) == 1
    assert collector.one("geocoder").parent == collector.one("regulation.views.search").id
    _below(collector.named("job send_mail"), collector.named("mail"))
    _nobody_is_told(collector, scene, inbox)
    tell(
        f"{len(spans)} spans of {len({one.instance for one in spans})} processes; stopped in {max(took.values()):.1f} s"
    )


def test_spans_arrive_while_the_processes_live(
    collector: Collector, inbox: Inbox, settings: Any, tmp_path: Path, *, tell: Callable[[str], None]
) -> None:
    """As they are configured by themselves; a web process that was killed and made anew tells as well."""
    scene = make_scene()
    with platform(tmp_path, settings, TRACES_URL=collector.traces_url, GEOCODER_URL=collector.url) as running:
        took = work(running, scene, inbox)
        views = ("regulation.views.search", "regulation.orientations.orient_on_slot", "job send_mail")
        until(lambda: all(collector.named(one) for one in views), why="spans of both processes")
        before = {one.instance for one in collector.spans()}
        os.kill(running.forked(running.webs[0]), signal.SIGKILL)
        until(lambda: running.answers(running.webs[0]), why="another process in its stead")
        until(lambda: {one.instance for one in collector.spans()} > before, why="its spans")
        assert all(child.poll() is None for child in running.children.values())
        running.stop()
    _nobody_is_told(collector, scene, inbox)
    tell(f"with a collector, pages: {told_of(took)}")


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "away"])
def test_a_collector_that_is_silent_or_away_holds_up_neither_page_nor_job_nor_the_end(
    collector: Collector, inbox: Inbox, settings: Any, tmp_path: Path, *, silent: bool, tell: Callable[[str], None]
) -> None:
    collector.silent()
    url = collector.traces_url if silent else f"http://127.0.0.1:{free_port()}/v1/traces"
    scene = make_scene()
    with platform(tmp_path, settings, TRACES_URL=url) as running:
        until(collector.holding.is_set if silent else lambda: "traces are lost" in running.logged(), why="no answer")
        took = work(running, scene, inbox)
        with httpx.Client(base_url=f"http://127.0.0.1:{running.webs[0]}", timeout=30) as anybody:
            lived = [anybody.get("/health/live").status_code for _ in range(MORE_THAN_WAIT)]
        assert set(lived) == {200}
        # Nobody had an answer all that time.
        assert not collector.answers.is_set()
        ending = running.stop()
        ended = {name: child.returncode for name, child in running.children.items()}
    assert set(ended.values()) == {0}, running.logged()
    assert "Killing" not in running.logged()
    assert "Lilas" not in running.logged()
    way = "silent" if silent else "away"
    tell(f"{way}: pages {told_of(took)}, {MORE_THAN_WAIT} more; stopped in {told_of(ending.values())}")


def told_of(seconds: Any) -> str:
    """The middle and the longest."""
    kept = list(seconds)
    return f"{1000 * statistics.median(kept):.0f} ms in the middle, {1000 * max(kept):.0f} ms at most"


def _below(jobs: list[Span], mails: list[Span]) -> None:
    assert mails and {one.parent for one in mails} <= {one.id for one in jobs}
    assert not any(one.failed or one.parent for one in jobs)


def _nobody_is_told(collector: Collector, scene: Scene, inbox: Inbox) -> None:
    addresses = [str(one["To"]) for one in inbox.mails]
    session = scene.client.cookies["sessionid"].value
    secrets = ("Lilas", "/sas/", "MARTIN", scene.place.address, session, "SELECT", "@sas.example", "Bonjour")
    assert any("Lilas" in path for path in collector.asked)
    assert_tells_no_more(collector, *addresses, *secrets, keys=KEYS)
