"""Traces reach a collector that takes OTLP over HTTP, and hold nothing that somebody typed."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sas import traces
from sas.worker.carrying import counted
from tests.factories.broker import free_port
from tests.web.regulation.scene import make_scene

pytestmark = pytest.mark.django_db
STREET = "12 rue des Lilas secrets"
THEIRS = f"00-{'a' * 32}-{'b' * 16}-01"


class Collector(ThreadingHTTPServer):
    """Keeps the bytes posted; as an address service it knows nothing."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[bytes] = []
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self) -> dict[str, dict[str, Any]]:
        """Attributes, own id and that of the parent, by name."""
        found = {}
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for span in (one for scope in resource.scope_spans for one in scope.spans):
                    about = {one.key: one.value.string_value or one.value.int_value for one in span.attributes}
                    found[span.name] = about | {"id": span.span_id, "parent": span.parent_span_id}
        return found


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(b"")

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self._answer(b'{"features": []}')

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _traced(monkeypatch: pytest.MonkeyPatch, settings: Any, url: str) -> Any:
    settings.TRACES_URL = url
    made = traces.provider("sas-web")
    monkeypatch.setattr(traces, "_tracer", made.get_tracer("sas"))
    return made


def test_a_search_is_told_by_its_view_and_its_address_is_not(
    collector: Collector, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = make_scene()
    made = _traced(monkeypatch, settings, f"{collector.url}/v1/traces")
    browser = Client()
    browser.cookies = scene.client.cookies
    assert browser.get("/sas/recherche", {"text": "Médecin", "loc": "Rennes"}).status_code == 200
    settings.GEOCODER_URL = collector.url
    answer = browser.get("/sas/recherche", {"text": "Médecin", "loc": STREET}, HTTP_TRACEPARENT=THEIRS)
    made.shutdown()
    spans = collector.spans()
    view = spans["regulation.views.search"]
    assert (view["method"], view["status"], view["request"]) == ("GET", "2xx", answer["X-Request-Id"])
    assert spans["geocoder"]["parent"] == view["id"] and spans["search"]["parent"] and spans["search"]["mode"]
    assert any("Lilas" in path for path in collector.asked)
    # What a browser writes in that header is not believed.
    assert not view["parent"]
    kept = {key for span in spans.values() for key in span}
    assert kept <= {"id", "parent", "method", "status", "request", "mode", "place"}
    told = b"".join(collector.bodies)
    for word in (b"Lilas", b"lilas", b"Rennes", b"/sas/", b"SELECT", b"sessionid"):
        assert word not in told


def test_a_job_is_told_and_its_failure_by_its_class_alone(
    collector: Collector, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _traced(monkeypatch, settings, f"{collector.url}/v1/traces")

    async def fail() -> None:
        raise LookupError(STREET)

    context: Any = SimpleNamespace(job=SimpleNamespace(task_name="sas.worker.tasks.send_mail", id=7))
    with pytest.raises(LookupError):
        asyncio.run(counted(fail, context))
    made.shutdown()
    span = collector.spans()["job send_mail"]
    assert (span["job"], span["task"], span["error"]) == (7, "send_mail", "LookupError")
    assert b"Lilas" not in b"".join(collector.bodies)


def test_pages_answer_while_the_collector_is_away(
    settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(traces, "_SECONDS", 1)
    made = _traced(monkeypatch, settings, f"http://127.0.0.1:{free_port()}/v1/traces")
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
