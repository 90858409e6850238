"""What came over the wire, for a person who tries a question: bounded, never kept."""

from dataclasses import dataclass, field

import httpx

from sas.adapters.editors import tls
from sas.adapters.editors.values import Answer, Shown, Trial

MOST_SHOWN = 64 * 1024
"""Bytes of an answer, unpacked."""
_LONGEST_HEADER = 200
_TOLD = (
    "Content-Type", "Content-Length", "Content-Encoding", "Date", "Server", "Last-Modified", "ETag", "Cache-Control",
    "Retry-After", "Location", "X-Request-Id", "X-Correlation-Id",
)  # fmt: skip


@dataclass(slots=True)
class Heard:
    """The first answer of a line; `pages` counts them all."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    tls: Shown | None = None
    body: bytearray = field(default_factory=bytearray)
    length: int = 0
    pages: int = 0

    def begins(self, answer: httpx.Response) -> None:
        """An answer is there, its body not read yet."""
        self.pages += 1
        if self.pages == 1:
            self.status, self.tls = answer.status_code, tls.shown(answer)
            told = ((name, answer.headers.get(name)) for name in _TOLD)
            self.headers = tuple((name, printable(value)[:_LONGEST_HEADER]) for name, value in told if value)

    def goes_on(self, piece: bytes) -> None:
        """Some more of the body, unpacked."""
        if self.pages == 1:
            self.length += len(piece)
            self.body += piece[: max(0, MOST_SHOWN - len(self.body))]

    def told(self, url: str, answer: Answer) -> Trial:
        """All of it as a value; what cannot be printed is replaced."""
        text = printable(self.body.decode("utf-8", "replace"), kept="\n\t")
        cut = self.length > len(self.body)
        return Trial(url, answer, self.status, self.headers, self.tls, text, cut, self.length, self.pages)


def printable(text: str, *, kept: str = "") -> str:
    """The text, a replacement sign in the stead of what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in kept else "\ufffd" for one in text)
