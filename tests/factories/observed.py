"""The platform's processes as they run, counting in one folder, and Debian's Prometheus that asks them."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT
from tests.factories.broker import free_port
from tests.factories.live import database

SHIPPED = ROOT / "deploy/observability"
PROMETHEUS, PROMTOOL = Path("/usr/bin/prometheus"), Path("/usr/bin/promtool")


def queries() -> dict[str, str]:
    """Each query of the dashboard by the title of its panel and its place there."""
    panels = json.loads((SHIPPED / "dashboard.json").read_text())["panels"]
    return {f"{one['title']} {to['refId']}": to["expr"] for one in panels for to in one.get("targets", ())}


def rules() -> dict[str, str]:
    """Each expression of the rules by the name of its alert or record."""
    told = (SHIPPED / "alerts.yml").read_text()
    return dict(re.findall(r"- (?:alert|record): (\S+)\n +expr: (.+)", told))


@dataclass(frozen=True)
class Observed:
    """Ports of the pages, the stream, the exporter and Prometheus; the process of the web server, and the folder."""

    web: int
    stream: int
    exporter: int
    prometheus: int
    server: "subprocess.Popen[bytes]"
    folder: Path

    def page(self, path: str, **asked: Any) -> httpx.Response:
        """As a browser gets it."""
        return httpx.get(f"http://127.0.0.1:{self.web}{path}", timeout=30, **asked)

    def told(self) -> str:
        """What the exporter says now."""
        return httpx.get(f"http://127.0.0.1:{self.exporter}/metrics", timeout=30).text

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The series of a query; fails when Prometheus does not understand it."""
        answer = httpx.get(f"http://127.0.0.1:{self.prometheus}/api/v1/query", params={"query": query}, timeout=30)
        assert answer.json()["status"] == "success", (query, answer.text)
        return list(answer.json()["data"]["result"])

    def until(self, query: str, *, seconds: float = 60) -> list[dict[str, Any]]:
        """Its series once there are some, or none when there are still none."""
        end = time.monotonic() + seconds
        while not (found := self.ask(query)) and time.monotonic() < end:
            time.sleep(0.5)
        return found


@contextmanager
def observed(folder: Path) -> Iterator[Observed]:
    """Two web processes, the stream, a worker, the exporter and Prometheus, on the tests' database."""
    web, stream, exporter, prometheus = (free_port() for _ in range(4))
    counts = folder / "counts"
    environment = _environment(folder, web=web, counts=counts)
    with ExitStack() as running:
        started = [
            running.enter_context(_process(command, environment=environment))
            for command in (
                _granian("wsgi", "config.wsgi:application", port=web, workers=2),
                _granian("asgi", "config.events:application", port=stream, workers=1),
                [sys.executable, "manage.py", "worker"],
                [sys.executable, "manage.py", "metrics", "--port", str(exporter)],
                _prometheus(folder, port=prometheus, target=exporter),
            )
        ]
        for port, path in (
            (web, "/health/ready"),
            (stream, "/health/ready"),
            (exporter, "/"),
            (prometheus, "/-/ready"),
        ):
            _until_answered(f"http://127.0.0.1:{port}{path}")
        yield Observed(web, stream, exporter, prometheus, started[0], counts)


def field_of_form(page: httpx.Response, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, name
    return found[1]


def _environment(folder: Path, *, web: int, counts: Path) -> Mapping[str, str]:
    mine = {
        # The product's, but for files named by their content: nothing here reads a style sheet.
        "DJANGO_SETTINGS_MODULE": "benchmarks.plain_settings",
        "DATABASE_URL": database(),
        "DATABASE_POOL": "2",
        "PUBLIC_URL": f"http://127.0.0.1:{web}",
        "STATIC_ROOT": str(folder / "static"),
        "METRICS_FOLDER": str(counts),
        "EDITOR_LOOPBACK": "1",
        "EMAIL_PORT": str(free_port()),
        "PASSWORD_MONTHS": "0",
    }
    return os.environ | mine


def _granian(interface: str, application: str, *, port: int, workers: int) -> list[str]:
    server = [sys.executable, "-m", "granian", "--interface", interface, application, "--host", "127.0.0.1"]
    server += ["--port", str(port), "--workers", str(workers), "--workers-kill-timeout", "3", "--no-log"]
    return [*server, "--respawn-failed-workers", *(["--blocking-threads", "1"] if interface == "wsgi" else [])]


def _prometheus(folder: Path, *, port: int, target: int) -> list[str]:
    """With the configuration that is shipped, asked each second."""
    told = (SHIPPED / "prometheus.yml").read_text()
    for before, after in (
        ("127.0.0.1:9464", f"127.0.0.1:{target}"),
        ("15s", "1s"),
        ("- alerts.yml", f"- {SHIPPED}/alerts.yml"),
    ):
        assert before in told
        told = told.replace(before, after)
    (folder / "prometheus.yml").write_text(told)
    files = [f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb"]
    return [str(PROMETHEUS), *files, f"--web.listen-address=127.0.0.1:{port}", "--log.level=error"]


@contextmanager
def _process(command: Sequence[str], *, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    child = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _until_answered(address: str, *, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < end, address
        time.sleep(0.2)
