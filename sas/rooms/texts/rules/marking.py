"""The little that a text may mark: paragraphs, lists, bold, links to https and mailto. It becomes values, never HTML.

A template prints the values, so that everything is escaped where everything else is.
"""

import re
from collections.abc import Iterator, Mapping

from sas.marked import Block, Span

_MARKED = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<url>https://[^\s()<>\"'\\]+|mailto:[^\s()<>\"'\\@]+@[^\s()<>\"'\\@]+)\)"
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Blank lines part the paragraphs; lines that start with « - » make a list."""
    return tuple(_blocks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    held: list[tuple[Span, ...]] = []
    listing = False
    for line in [*(line.strip() for line in lines), ""]:
        item = line.startswith("- ")
        if held and (not line or item != listing):
            yield Block(listing, tuple(held))
            held = []
        if line:
            listing = item
            held.append(tuple(_spans(line.removeprefix("- ").strip() if item else line)))


def _spans(line: str) -> Iterator[Span]:
    end = 0
    for found in _MARKED.finditer(line):
        if found.start() > end:
            yield Span(line[end : found.start()])
        yield Span(found["bold"], bold=True) if found["bold"] else Span(found["label"], url=found["url"])
        end = found.end()
    if end < len(line):
        yield Span(line[end:])


def placeholders(text: str) -> frozenset[str]:
    """The names that stand between braces."""
    return frozenset(_PLACEHOLDER.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; what has none stays as it is, and a value is never read again."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)
