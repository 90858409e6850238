"""Spans of what a process does, for OpenTelemetry (ADR 58). Names, numbers and codes only: nobody, no address, no text.

Without TRACES_URL no package of OpenTelemetry is imported, and a span is one question to a module's variable.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from multiprocessing.util import Finalize
from typing import Any

from django.conf import settings

_SECONDS = 5
"""That one sending may take; of the thread that sends, never of a page."""
_LAST_SECONDS = 1.0
"""That the end of a process waits for what is still to be sent: granian kills one that takes three."""
_NOTHING: AbstractContextManager[Any] = nullcontext()
_log = logging.getLogger(__name__)
_tracer: Any = None


def start(process: str) -> bool:
    """Once in each process, before its first span; False where no traces are wanted.

    Raises ImportError without the packages of requirements-traces.txt.
    """
    global _tracer  # noqa: PLW0603  as the provider is: one a process
    if not settings.TRACES_URL:
        return False
    if _tracer is None:
        made = provider(process)
        _send_at_the_end(made)
        _tracer = made.get_tracer("sas")
    return True


def span(name: str, **about: str | int) -> AbstractContextManager[Any]:
    """What happens inside, below the span that is open; gives the span, None while there are no traces."""
    return _NOTHING if _tracer is None else _opened(name, about)


@contextmanager
def _opened(name: str, about: dict[str, str | int]) -> Iterator[Any]:
    # The library would keep the message of an exception, which may hold what somebody typed.
    quiet = {"record_exception": False, "set_status_on_exception": False}
    with _tracer.start_as_current_span(name, attributes=about, **quiet) as opened:
        try:
            yield opened
        except BaseException as error:
            opened.set_attribute("error", type(error).__name__)
            fail(opened)
            raise


def fail(opened: Any) -> None:
    """Have the collector count this span among the failed, without a word."""
    from opentelemetry.trace import StatusCode  # noqa: PLC0415  an option

    opened.set_status(StatusCode.ERROR)


def provider(process: str) -> Any:
    """What makes spans and sends them by lots, from a thread of its own; what it cannot send is dropped."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415  an option
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415  an option
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415  an option
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415  an option
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased  # noqa: PLC0415  an option

    # It says the same at each try; what is worth saying is said below.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    exporter = OTLPSpanExporter(endpoint=settings.TRACES_URL, timeout=_SECONDS)
    _tell_once(exporter)
    made = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(settings.TRACES_PERCENT / 100)),
        resource=Resource.create({"service.name": process}),
        shutdown_on_exit=False,
    )
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made


def _send_at_the_end(made: Any) -> None:
    """Have what waits sent when the process ends, which a collector may not hold up.

    The server forks its processes, and a fork ends past the interpreter's own hooks: multiprocessing's are run in both.
    The thread is made beforehand, since none can be made any more at the end.
    """
    ending, sent = threading.Event(), threading.Event()

    def send() -> None:
        ending.wait()
        made.shutdown()
        sent.set()

    def end() -> None:
        ending.set()
        sent.wait(_LAST_SECONDS)

    threading.Thread(target=send, name="last-traces", daemon=True).start()
    Finalize(None, end, exitpriority=0)


def _tell_once(exporter: Any) -> None:
    """Warn when the collector stops answering, not at each lot that is lost."""
    send, is_away = exporter.export, False

    def export(spans: Any) -> Any:
        nonlocal is_away
        result = send(spans)
        if result.name != "SUCCESS" and not is_away:
            _log.warning("traces are lost: the collector of TRACES_URL does not take them")
        is_away = result.name != "SUCCESS"
        return result

    exporter.export = export
