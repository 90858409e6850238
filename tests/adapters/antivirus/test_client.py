"""INSTREAM before a daemon that errs: what is not clearly clean is never told clean (F-243)."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from sas import traces
from sas.adapters.antivirus import client
from sas.errors import Unavailable
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced

__all__ = ["collector", "traced"]
pytestmark = pytest.mark.shows("F-243")
CONTENT = bytes(range(256)) * 600
"""More than one chunk."""


class Daemon:
    """Reads one command as clamd does, then says what it was told to say; None: nothing, and it waits."""

    def __init__(self, line: socket.socket, answer: bytes | None) -> None:
        self.received, self.answer, self._line = b"", answer, line

    def serve(self) -> None:
        """Once."""
        with suppress(OSError):
            line, _ = self._line.accept()
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(stream.read(4), "big"):
                    self.received += stream.read(size)
                if self.answer is None:
                    line.recv(1)
                else:
                    line.sendall(self.answer)


@contextmanager
def daemon(settings: Any, answer: bytes | None, *, path: Path | None = None) -> Iterator[Daemon]:
    family = socket.AF_UNIX if path else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.bind(str(path) if path else ("127.0.0.1", 0))
        line.listen()
        settings.CLAMD_URL = f"unix://{path}" if path else f"tcp://127.0.0.1:{line.getsockname()[1]}"
        made = Daemon(line, answer)
        # One that nobody called, in a test that failed, does not keep the whole run from ending.
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        yield made
        thread.join(timeout=10)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Sas.Test.UNOFFICIAL FOUND\0", "Sas.Test.UNOFFICIAL"),
        (b"stream:  FOUND\0", "?"),
    ],
)
def test_the_whole_file_is_sent_and_the_answer_believed(answer: bytes, found: str, settings: Any) -> None:
    with daemon(settings, answer) as one:
        assert client.is_configured()
        assert client.infection(CONTENT) == found
    assert one.received == CONTENT


def test_a_local_socket_does_as_well(settings: Any, tmp_path: Path) -> None:
    with daemon(settings, b"stream: OK\0", path=tmp_path / "clamd.ctl"):
        assert client.infection(b"x") == ""


@pytest.mark.parametrize(
    "answer",
    [
        b"INSTREAM size limit exceeded. ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream: OK",
        b"stream: NOT OK\0",
        b"",
        b"\0",
        b"other: OK\0",
        b"x" * 5000,
    ],
)
def test_any_other_answer_is_none(answer: bytes, settings: Any) -> None:
    with daemon(settings, answer), pytest.raises(Unavailable, match="antivirus"):
        client.infection(b"x")


def test_a_daemon_that_is_silent_or_away_is_not_waited_for(settings: Any) -> None:
    settings.CLAMD_TIMEOUT = 0.1
    with daemon(settings, None), pytest.raises(Unavailable):
        client.infection(b"x")
    for address in ("tcp://127.0.0.1:1", "unix:///nowhere/clamd.ctl"):
        settings.CLAMD_URL = address
        with pytest.raises(Unavailable):
            client.infection(b"x")


def test_a_file_looked_at_is_a_span_without_the_file(settings: Any, traced: Traced) -> None:
    with traces.span("job"):
        with daemon(settings, b"stream: Sas.Test.UNOFFICIAL FOUND\0"):
            client.infection(b"Monique Duprat")
        settings.CLAMD_URL = "unix:///nowhere/clamd.ctl"
        with pytest.raises(Unavailable):
            client.infection(b"Monique Duprat")
    told = traced.told()
    well, ill = told.named("antivirus")
    assert {well.parent, ill.parent} == {told.one("job").id}
    assert (well.failed, well.about, ill.failed, ill.about) == (False, {}, True, {"error": "FileNotFoundError"})
    assert_tells_no_more(told, "Monique", "UNOFFICIAL", "clamd", "127.0.0", keys=set())


def test_without_an_address_no_antivirus_is_asked(settings: Any) -> None:
    settings.CLAMD_URL = ""
    assert not client.is_configured()
