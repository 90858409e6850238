"""What is shipped for supervision, on a real Prometheus that asks the platform's own processes."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.journal import operations as journal
from sas.worker import tasks
from tests.factories import editor_accounts, editor_slots, observed
from tests.factories.broker import free_port
from tests.factories.observed import PROMTOOL, SHIPPED, Observed
from tests.web.regulation.scene import Scene, make_scene

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

NOTHING_YET = {
    "Erreurs par vue A": "no page failed",
    "Travaux abandonnés A": "no job failed for good",
}
"""Panels that are empty while all is well; their metrics are known all the same."""

MAY_FIRE = {"SasEditeursMuets", "SasRechercheLente", "SasVuTard"}
"""The editor of the scene does not answer, and how fast this machine is says nothing of the alerts."""


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if not (PROMTOOL.exists() and observed.PROMETHEUS.exists()):
        pytest.skip("NOT RUN: Prometheus is not installed (apt-get install prometheus)")


@pytest.fixture
def running(scene: Scene, tmp_path: Path) -> Iterator[Observed]:
    with observed.observed(tmp_path) as platform:
        yield platform


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


def promtool(*asked: str) -> str:
    done = subprocess.run([PROMTOOL, *asked], cwd=SHIPPED, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_promtool_finds_nothing_wrong_and_each_alert_fires_and_is_silent_when_it_must() -> None:
    assert "SUCCESS" in promtool("check", "rules", "alerts.yml")
    assert "SUCCESS" in promtool("check", "config", "prometheus.yml")
    assert "SUCCESS" in promtool("test", "rules", "alerts_test.yml")
    tried = (SHIPPED / "alerts_test.yml").read_text()
    for alert in (name for name in observed.rules() if not name.startswith("sas:")):
        assert re.search(rf"alertname: {alert}\n +exp_alerts:", tried), alert
        assert f"alertname: {alert}}}" in tried, f"{alert} is not shown silent"


def test_every_query_of_the_dashboard_and_of_the_alerts_finds_its_series(running: Observed, scene: Scene) -> None:
    _live_a_little(running, scene)
    for title, query in observed.queries().items():
        found = running.ask(query) if title in NOTHING_YET else running.until(query)
        assert found or title in NOTHING_YET, f"{title}: {query}"
    for name, query in observed.rules().items():
        running.ask(query)
        known = set(re.findall(r"\bsas[_:][\w:]+", query))
        assert known or name == "SasHoteMuet", name
        for metric in known:
            assert running.until(f'count({{__name__="{metric}"}})'), (name, metric)
    fired = {one["metric"]["alertname"] for one in running.ask("ALERTS")}
    assert fired <= MAY_FIRE
    _names_nobody(running.told())


def test_no_count_is_lost_with_a_process_and_what_it_was_at_is(running: Observed) -> None:
    for _ in range(40):
        assert running.page("/health/live").status_code == 200
    asked = 'sas_request_seconds_count{status="2xx",view="api.views.live"} '
    assert f"{asked}40.0" in running.told()
    ours = {int(file.stem.rpartition("_")[2]) for file in running.folder.glob("histogram_*.db")}
    killed = [pid for pid in _children(running.server.pid) if pid in ours]
    assert len(killed) == 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in killed))
    running.told()
    assert not list(running.folder.glob(f"*_{killed[0]}.db")) and list(running.folder.glob("histogram_0.db"))
    _until(lambda: _answers(running))
    assert re.search(re.escape(asked) + r"4[1-9]\.0|" + re.escape(asked) + r"[5-9]\d\.0", running.told())
    assert "\nsas_requests_in_flight 0.0\n" in running.told()


def test_counts_are_asked_of_a_port_of_their_own(running: Observed) -> None:
    for port in (running.web, running.stream):
        assert httpx.get(f"http://127.0.0.1:{port}/metrics").status_code == 404
    assert "\nsas_database_up 1.0\n" in running.told()
    nginx = (SHIPPED.parent / "nginx/sas.conf.template").read_text()
    assert "9464" not in nginx and "metrics" not in nginx


def _live_a_little(running: Observed, scene: Scene) -> None:
    """A regulator searches and orients, which owes a mail; an editor is asked; the trail is sealed."""
    nobody = f"127.0.0.1:{free_port()}"
    about = {"end_to_end": True, "booking_origin": "sas-preprod", "hosts": (nobody,)}
    editor_id = editor_accounts.editor("Agenda", base_url=f"http://{nobody}/fhir", **about)
    editor_slots.named(scene.place, editor_id, now=scene.now)
    tasks.plan_editors(timestamp=0)
    queue.defer("ask_wanted_editors")
    with httpx.Client(base_url=f"http://127.0.0.1:{running.web}", cookies=_cookies(scene.client)) as regulator:
        for _ in range(6):
            answer = regulator.get("/sas/recherche", params={"text": "Médecin", "loc": "Rennes", "graine": "7"})
            assert answer.status_code == 200 and "Rennes" in answer.text
        page = regulator.get(scene.path)
        form = {"csrfmiddlewaretoken": observed.field_of_form(page, "csrfmiddlewaretoken"), "cle": str(uuid4())}
        headers = {"Origin": f"http://127.0.0.1:{running.web}"}
        assert regulator.post(scene.path, data=form | {"retour": ""}, headers=headers).status_code == 303
    journal.seal(actor=Actor.SYSTEM, now=scene.now)


def _cookies(client: Client) -> dict[str, str]:
    return {name: cookie.value for name, cookie in client.cookies.items()}


def _names_nobody(told: str) -> None:
    """Neither an address of a page nor a word that somebody typed, nor anybody."""
    assert not re.search(r"/sas/|/health|\?|@|Rennes|Martin|sessionid", told)
    labels = set(re.findall(r'[{,](\w+)="', told))
    assert labels <= {"view", "status", "le", "mode", "place", "way", "outcome", "task", "editor", "state"}


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _answers(running: Observed) -> bool:
    try:
        return running.page("/health/live").status_code == 200
    except httpx.HTTPError:
        return False


def _until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.2)
