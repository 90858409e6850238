"""Traces reach a collector that takes OTLP over HTTP, and hold nothing that somebody typed."""

import asyncio
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from sas import traces
from sas.rooms.accounts import queries as accounts
from sas.worker.carrying import counted
from tests.factories.broker import free_port
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced, tracing
from tests.web.regulation.scene import make_scene

__all__ = ["collector", "traced"]
pytestmark = pytest.mark.django_db
STREET = "12 rue des Lilas secrets"
THEIRS = f"00-{'a' * 32}-{'b' * 16}-01"


def test_a_search_is_told_by_its_view_and_its_address_is_not(traced: Traced, settings: Any) -> None:
    scene = make_scene()
    browser = Client()
    browser.cookies = scene.client.cookies
    # The memory of searches is filled by the first: what it tells is not looked at.
    assert browser.get("/sas/recherche", {"text": "Médecin", "loc": "Rennes"}).status_code == 200
    settings.GEOCODER_URL = traced.collector.url
    answer = browser.get("/sas/recherche", {"text": "Médecin", "loc": STREET}, HTTP_TRACEPARENT=THEIRS)
    told = traced.told()
    view = told.named("regulation.views.search")[-1]
    about = {"method": "GET", "status": "2xx", "request": answer["X-Request-Id"]}
    assert (view.about, view.failed) == (about, False)
    assert told.one("geocoder").parent == view.id
    assert told.named("search")[-1].parent in {one.id for one in told.named("regulation.views.search")}
    assert any("Lilas" in path for path in told.asked)
    # What a browser writes in that header is not believed.
    assert not view.parent
    typed = ("Lilas", "lilas", "Rennes", "/sas/", "SELECT", "sessionid", browser.cookies["sessionid"].value)
    assert_tells_no_more(told, *typed, keys={"method", "status", "request", "mode", "place"})


def test_a_page_that_breaks_is_a_span_that_failed(traced: Traced, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise LookupError(STREET)

    monkeypatch.setattr(accounts, "terms", broken)
    assert Client(raise_request_exception=False).get("/cgu").status_code == 500
    told = traced.told()
    view = told.one("public.terms.current_terms")
    assert (view.about["status"], view.failed) == ("5xx", True)
    assert_tells_no_more(told, "Lilas", "/cgu", keys={"method", "status", "request"})


def test_a_job_is_told_and_its_failure_by_its_class_alone(traced: Traced) -> None:
    async def fail() -> None:
        raise LookupError(STREET)

    context: Any = SimpleNamespace(job=SimpleNamespace(task_name="sas.worker.tasks.send_mail", id=7))
    with pytest.raises(LookupError):
        asyncio.run(counted(fail, context))
    told = traced.told()
    span = told.one("job send_mail")
    assert (span.about, span.failed) == ({"job": 7, "task": "send_mail", "error": "LookupError"}, True)
    assert_tells_no_more(told, "Lilas", keys={"job", "task"})


def test_pages_answer_while_the_collector_is_away(
    settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(traces, "_SECONDS", 1)
    made = tracing(f"http://127.0.0.1:{free_port()}/v1/traces", settings, monkeypatch)
    for _ in range(2):
        assert Client().get("/health/live").status_code == 200
        made.force_flush()
    made.shutdown()
    assert [one.name for one in caplog.records if "traces are lost" in one.message] == ["sas.traces"]


def test_without_the_setting_nothing_of_opentelemetry_is_imported() -> None:
    asked = (
        "import sys, django; django.setup()\n"
        "from django.core.handlers.wsgi import WSGIHandler; WSGIHandler()\n"
        "import sas.worker.tasks\n"
        "assert 'sas.traces' in sys.modules\n"
        "assert not [one for one in sys.modules if one.startswith('opentelemetry')]"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
