"""How an answer leaves: as it is, or as one of the faults that a network or a server can have."""

import gzip
import json
import socket
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from simulators.editor import fhir

JSON = "application/fhir+json; charset=utf-8"
_HUGE = 11 * 1024 * 1024
_BIT_SECONDS = 0.4


@dataclass
class Reply:
    """A status, a body and headers; `kind` is the media type."""

    status: int
    body: bytes
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def as_json(told: Any, *, status: int = 200, **headers: str) -> Reply:
    """A resource."""
    return Reply(status, json.dumps(told, ensure_ascii=False).encode(), headers=headers)


def refused(status: int, code: str, *, words: str) -> Reply:
    """A refusal, with its OperationOutcome."""
    return as_json(fhir.outcome(code, words), status=status)


def send(handler: BaseHTTPRequestHandler, reply: Reply, *, faults: Iterable[str] = ()) -> None:
    """Send an answer with these faults, in order; `NAME:VALUE` gives a fault its value."""
    for name, _, value in (one.partition(":") for one in faults):
        if name == "delay":
            time.sleep(float(value))
        elif name in _SPOILED:
            reply = _SPOILED[name](reply)
        elif name in _BROKEN:
            _BROKEN[name](handler, reply)
            handler.close_connection = True
            return
    _head(handler, reply, length=len(reply.body))
    if handler.command != "HEAD":
        handler.wfile.write(reply.body)


def _head(handler: BaseHTTPRequestHandler, reply: Reply, *, length: int) -> None:
    handler.send_response(reply.status)
    handler.send_header("Content-Type", reply.kind)
    handler.send_header("Content-Length", str(length))
    for name, value in reply.headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


def _dribble(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """A few bytes at a time, for as long as somebody listens."""
    _head(handler, reply, length=len(reply.body))
    for start in range(0, len(reply.body), 16):
        handler.wfile.write(reply.body[start : start + 16])
        time.sleep(_BIT_SECONDS)


def _reset(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    """Half an answer, then the connection is torn."""
    _head(handler, reply, length=len(reply.body))
    handler.wfile.write(reply.body[: len(reply.body) // 2])
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _gzipped(reply: Reply) -> Reply:
    return Reply(reply.status, gzip.compress(reply.body, 1), reply.kind, {**reply.headers, "Content-Encoding": "gzip"})


def _bomb(reply: Reply) -> Reply:
    return _gzipped(Reply(reply.status, b" " * _HUGE, reply.kind))


def _redirected(reply: Reply) -> Reply:
    return Reply(302, b"", headers={"Location": "http://127.0.0.1:9/ailleurs"})


_SPOILED: dict[str, Callable[[Reply], Reply]] = {
    "500": lambda _: Reply(500, b"", "text/plain"),
    "500-outcome": lambda _: refused(500, "exception", words="panne, comme demandé"),
    "404": lambda _: refused(404, "not-found", words="inconnu, comme demandé"),
    "html": lambda _: Reply(200, b"<html><body>Maintenance</body></html>", "text/html"),
    "invalid-json": lambda reply: Reply(200, reply.body[: len(reply.body) // 2], reply.kind),
    "not-a-bundle": lambda _: as_json({"resourceType": "Patient", "id": "1"}),
    "history": lambda _: as_json({"resourceType": "Bundle", "type": "history"}),
    "gzip": _gzipped,
    "bomb": _bomb,
    "brotli": lambda reply: Reply(200, reply.body, reply.kind, {"Content-Encoding": "br"}),
    "too-large": lambda reply: Reply(200, reply.body + b" " * _HUGE, reply.kind),
    "redirect": _redirected,
    "bom": lambda reply: Reply(200, b"\xef\xbb\xbf" + reply.body, reply.kind),
}
_BROKEN: dict[str, Callable[[BaseHTTPRequestHandler, Reply], None]] = {"dribble": _dribble, "reset": _reset}
DELIVERY = frozenset({"delay", *_SPOILED, *_BROKEN})
