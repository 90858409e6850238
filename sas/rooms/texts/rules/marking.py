"""The little that a text may mark: paragraphs, lists, bold, links to https and mailto. It becomes values, never HTML.

A template prints the values, so that everything is escaped where everything else is.
"""

import re
from collections.abc import Iterator, Mapping

from sas.marked import Block, Span

_OUTSIDE = r"https://[^\s()<>\"'\\]+|mailto:[^\s()<>\"'\\@]+@[^\s()<>\"'\\@]+"
_MARKS = r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<url>%s)\)"
_MARKED = re.compile(_MARKS % _OUTSIDE)
# Two slashes would name another host.
_MARKED_ON_A_PAGE = re.compile(_MARKS % (_OUTSIDE + r"|/(?!/)[^\s()<>\"'\\]*"))
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def blocks_of(text: str, *, on_a_page: bool = False) -> tuple[Block, ...]:
    """Blank lines part the paragraphs; lines that start with « - » make a list.

    `on_a_page`: links may lead to addresses of the platform, « /cgu »; a mail could not follow them.
    """
    marks = _MARKED_ON_A_PAGE if on_a_page else _MARKED
    return tuple(_blocks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), marks))


def _blocks(lines: list[str], marks: re.Pattern[str]) -> Iterator[Block]:
    held: list[tuple[Span, ...]] = []
    listing = False
    for line in [*(line.strip() for line in lines), ""]:
        item = line.startswith("- ")
        if held and (not line or item != listing):
            yield Block(listing, tuple(held))
            held = []
        if line:
            listing = item
            held.append(tuple(_spans(line.removeprefix("- ").strip() if item else line, marks)))


def _spans(line: str, marks: re.Pattern[str]) -> Iterator[Span]:
    end = 0
    for found in marks.finditer(line):
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
