"""What pages of the training space are made of, as values that templates print."""

from dataclasses import dataclass, replace

from sas.marked import Block, Span
from sas.rooms.training.enums import PieceKind

_MEGA, _KILO = 1_000_000, 1_000
_ROUNDS_UP = _MEGA - _KILO // 2
"""From here on, thousands of bytes would read « 1000 ko »."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file to download: where it is, what it is, how heavy."""

    address: str
    format: str
    size: int

    @property
    def told(self) -> str:
        """« PDF – 1,2 Mo », as the State's design system writes it."""
        return f"{self.format} – {weight(self.size)}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a page. `start` is the number of the first step; `address` that of a picture, video or link.

    `title` of a picture says what is on it, for those who do not see it.
    """

    kind: PieceKind
    title: str = ""
    blocks: tuple[Block, ...] = ()
    steps: tuple[tuple[Span, ...], ...] = ()
    start: int = 1
    address: str = ""
    host: str = ""
    captions: str = ""
    file: FileFacts | None = None

    def at(self, address: str) -> "Piece":
        """The same, shown from there."""
        return replace(self, address=address)


def weight(size: int) -> str:
    """A size in bytes as people read it: 340 ko, 1,2 Mo; never nothing."""
    if size >= _ROUNDS_UP:
        return f"{size / _MEGA:.1f} Mo".replace(".", ",")
    return f"{max(1, round(size / _KILO))} ko"
