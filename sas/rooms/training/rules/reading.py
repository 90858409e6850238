"""The guides: one Markdown file for each chapter, of which these marks alone are read, into values (never HTML).

A first line « # » is the title. Then, parted by blank lines: « ## » a title; lines « 1. » steps, numbered on until
the next title; « ![what it shows](name) » a picture; « > » something to remember; paragraphs and lists « - ».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sas.marked import Span
from sas.rooms.texts.rules import blocks_of
from sas.rooms.training.enums import PieceKind
from sas.rooms.training.rules.pieces import Piece

GUIDES = Path(__file__).resolve().parents[1] / "guides"
PICTURES = "training/pictures"
"""Where the pictures of the guides are among static files."""

_STEP = re.compile(r"\d+\. ")
_PICTURE = re.compile(r"!\[(?P<shows>[^\[\]\n]{10,200})\]\((?P<name>[a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of a guide; `slug` is the name of its file, and stands in addresses."""

    slug: str
    title: str
    pieces: tuple[Piece, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The files of its pictures, in reading order."""
        return tuple(one.address for one in self.pieces if one.kind is PieceKind.PICTURE)


def chapter_of(slug: str, text: str) -> Chapter:
    """What a file says; raises ValueError for one without a title, or with a mark that is not read."""
    heading, *parts = re.split(r"\n\s*\n", text.strip())
    if not heading.startswith("# "):
        raise ValueError(f"The guide {slug} has no title")
    return Chapter(slug, heading.removeprefix("# "), tuple(_pieces(slug, parts)))


def _pieces(slug: str, parts: list[str]) -> Iterator[Piece]:
    steps = 0
    for part in parts:
        piece = _piece(part, steps)
        if piece.kind is PieceKind.TEXT and part.startswith(("#", "!", "<")):
            raise ValueError(f"The guide {slug} holds what is not read: {part[:60]}")
        steps = 0 if piece.kind is PieceKind.TITLE else steps + len(piece.steps)
        yield piece


def _piece(part: str, steps: int) -> Piece:
    if part.startswith("## "):
        return Piece(PieceKind.TITLE, title=part.removeprefix("## "))
    if part.startswith("> "):
        told = "\n".join(line.removeprefix(">").strip() for line in part.split("\n"))
        return Piece(PieceKind.INFO, blocks=blocks_of(told))
    if _STEP.match(part):
        return Piece(PieceKind.STEPS, steps=tuple(_steps(part)), start=steps + 1)
    if found := _PICTURE.fullmatch(part):
        return Piece(PieceKind.PICTURE, title=found["shows"], address=f"{PICTURES}/{found['name']}.webp")
    return Piece(PieceKind.TEXT, blocks=blocks_of(part))


def _steps(part: str) -> Iterator[tuple[Span, ...]]:
    for step in re.split(r"\n(?=\d+\. )", part):
        (block,) = blocks_of(" ".join(_STEP.sub("", step, count=1).split()))
        yield block.lines[0]
