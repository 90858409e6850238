"""ClamAV's daemon, by its INSTREAM command over TCP or a local socket (F-243)."""

import socket
import time
from urllib.parse import urlsplit

from django.conf import settings

from sas import traces
from sas.errors import Unavailable

SERVICE = "L'antivirus"
_CHUNK, _LONGEST_ANSWER = 64 * 1024, 1024
_FOUND, _CLEAN = " FOUND", " OK"


def is_configured() -> bool:
    """True when files are looked at by an antivirus."""
    return bool(settings.CLAMD_URL)


def infection(content: bytes) -> str:
    """The name of what is found in a file, "" when nothing is.

    Raises Unavailable when nobody answers within CLAMD_TIMEOUT seconds in all, or answers anything else: a file of
    which nothing is known is not a clean one.
    """
    deadline = time.monotonic() + settings.CLAMD_TIMEOUT
    try:
        with traces.span("antivirus"), _connected(deadline) as line:
            _send(line, content, deadline)
            answer = _answer(line, deadline)
    except OSError as absence:
        raise Unavailable(SERVICE) from absence
    told = answer.partition(": ")[2]
    if told.endswith(_FOUND):
        return told.removesuffix(_FOUND)[:100] or "?"
    if answer != f"stream:{_CLEAN}":
        raise Unavailable(SERVICE)
    return ""


def _connected(deadline: float) -> socket.socket:
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme != "unix":
        return socket.create_connection((address.hostname or "", address.port or 3310), timeout=_left(deadline))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(_left(deadline))
        line.connect(address.path)
    except OSError:
        line.close()
        raise
    return line


def _send(line: socket.socket, content: bytes, deadline: float) -> None:
    line.settimeout(_left(deadline))
    line.sendall(b"zINSTREAM\0")
    for at in range(0, len(content), _CHUNK):
        piece = content[at : at + _CHUNK]
        line.settimeout(_left(deadline))
        line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))


def _answer(line: socket.socket, deadline: float) -> str:
    """Up to the zero that ends it; an answer cut short is none."""
    answer = b""
    while not answer.endswith(b"\0"):
        line.settimeout(_left(deadline))
        piece = line.recv(_LONGEST_ANSWER)
        if not piece or len(answer) > _LONGEST_ANSWER:
            raise ConnectionError
        answer += piece
    return answer[:-1].decode("utf-8", errors="replace")


def _left(deadline: float) -> float:
    """Seconds to wait; raises TimeoutError once they are over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
