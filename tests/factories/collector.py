"""A collector of traces on loopback: OTLP over HTTP, as OpenTelemetry's own takes it. It may also fall silent."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Sent
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from sas import traces


@dataclass(frozen=True)
class Span:
    """What a span told; `parent` is empty for the first of a trace, `instance` differs from process to process."""

    name: str
    about: dict[str, Any]
    id: bytes
    parent: bytes
    trace: bytes
    failed: bool
    process: str
    instance: str
    words: list[str] = field(default_factory=list)
    """Where a library would write sentences: the message of the status, events, the state of the trace."""


class Collector(ThreadingHTTPServer):
    """Keeps the bytes posted; as an address service it knows nothing."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        """On a port of its own unless one is given."""
        super().__init__(("127.0.0.1", port), _Handler)
        self.bodies: list[bytes] = []
        self.asked: list[str] = []
        self.holding, self.answers = Event(), Event()
        self.answers.set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def traces_url(self) -> str:
        """As TRACES_URL."""
        return f"{self.url}/v1/traces"

    @property
    def told(self) -> bytes:
        """All that was ever sent."""
        return b"".join(self.bodies)

    def spans(self) -> list[Span]:
        """In the order they came."""
        found = list[Span]()
        for body in list(self.bodies):
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                of = {one.key: one.value.string_value for one in resource.resource.attributes}
                found += [_read(one, of) for scope in resource.scope_spans for one in scope.spans]
        return found

    def named(self, name: str) -> list[Span]:
        """Those of this name."""
        return [one for one in self.spans() if one.name == name]

    def one(self, name: str) -> Span:
        """The only one of this name."""
        (found,) = self.named(name)
        return found

    def silent(self) -> None:
        """From now on take what is sent and never answer; `holding` is set once somebody waits."""
        self.answers.clear()


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        """Keep, then answer unless silent."""
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.answers.is_set():
            self.server.holding.set()
            self.server.answers.wait()
        with suppress(OSError):  # who sent it may have gone
            self._answer(b"")

    def do_GET(self) -> None:
        """No address is known."""
        self.server.asked.append(self.path)
        self._answer(b'{"features": []}')

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _read(sent: Sent, of: dict[str, str]) -> Span:
    words = [one for one in (sent.status.message, sent.trace_state, *(event.name for event in sent.events)) if one]
    return Span(
        name=sent.name,
        about={one.key: one.value.string_value or one.value.int_value for one in sent.attributes},
        id=sent.span_id,
        parent=sent.parent_span_id,
        trace=sent.trace_id,
        failed=sent.status.code == Status.STATUS_CODE_ERROR,
        process=of["service.name"],
        instance=of["service.instance.id"],
        words=words,
    )


@dataclass(frozen=True)
class Traced:
    """This process makes spans; they are sent when it is asked what was told."""

    collector: Collector
    provider: Any

    def told(self) -> Collector:
        """The collector, once all that ended was sent."""
        self.provider.force_flush()
        return self.collector


@pytest.fixture
def collector() -> Iterator[Collector]:
    """One that answers."""
    server = Collector()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.answers.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def traced(collector: Collector, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Traced]:
    """Spans of this process go to the collector."""
    made = tracing(collector.traces_url, settings, monkeypatch)
    yield Traced(collector, made)
    made.shutdown()


def tracing(url: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have this process make spans until the end of the test; gives what sends them."""
    settings.TRACES_URL = url
    made = traces.provider("sas-test")
    monkeypatch.setattr(traces, "_tracer", made.get_tracer("sas"))
    return made


def assert_tells_no_more(collector: Collector, *secrets: str, keys: set[str]) -> None:
    """No word of these in any byte that left, no attribute but these and the class of a failure, no sentence."""
    for secret in secrets:
        assert secret and secret.encode() not in collector.told, secret
    assert {key for one in collector.spans() for key in one.about} <= keys | {"error"}
    assert [one.words for one in collector.spans() if one.words] == []
