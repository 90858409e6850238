"""A mail as a text: its first line is the subject; below, paragraphs, and the platform's links alone in theirs.

Marks are read before values are put in: a value is never a mark, a placeholder nor a target.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sas.marked import Block, Span
from sas.rooms.outbox.rules import Letter, Link
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.rules.catalogue import Text
from sas.rooms.texts.rules.marking import blocks_of, filled

_SUBJECT_LENGTH = 200
"""What a mail's row holds: a subject that its values make longer is cut."""
_LINK = re.compile(r"\[(?P<label>[^\[\]\n]+)\]\(\{(?P<name>[a-z_]+)\}\)")


def parted(known: Text, text: str) -> tuple[str, str]:
    """The subject of a mail and its body; a text of another kind is all body."""
    return _parted(text) if known.kind is TextKind.MAIL else ("", text)


def mail_text(*, subject: str, body: str) -> str:
    """Both as the one text that is kept; a subject has one line."""
    return f"{_one_line(subject)}\n\n{body.strip()}"


def links_named(body: str) -> list[str]:
    """The names of the addresses that are well written: `[label]({name})`, alone in a paragraph."""
    return [found["name"] for block in blocks_of(body) if (found := _as_link(block))]


def letter_of(text: str, values: Mapping[str, str]) -> Letter:
    """The mail with its values; one that has several lines makes as many."""
    subject, body = _parted(text)
    known = {name: value.replace("\r\n", "\n") for name, value in values.items()}
    parts = tuple(_part(block, known) for block in blocks_of(body))
    return Letter(_one_line(filled(subject, known))[:_SUBJECT_LENGTH], parts)


def _parted(text: str) -> tuple[str, str]:
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip()


def _part(block: Block, values: Mapping[str, str]) -> Block | Link:
    if found := _as_link(block):
        return Link(_one_line(filled(found["label"], values)), values[found["name"]])
    return Block(block.is_list, tuple(full for line in block.lines for full in _filled_lines(line, values)))


def _as_link(block: Block) -> re.Match[str] | None:
    alone = not block.is_list and len(block.lines) == len(block.lines[0]) == 1
    return _LINK.fullmatch(block.lines[0][0].text) if alone else None


def _filled_lines(line: Sequence[Span], values: Mapping[str, str]) -> Iterator[tuple[Span, ...]]:
    held: list[Span] = []
    for span in line:
        first, *others = filled(span.text, values).split("\n")
        held.append(replace(span, text=first))
        for other in others:
            yield tuple(held)
            held = [replace(span, text=other)]
    yield tuple(held)


def _one_line(text: str) -> str:
    return " ".join(text.split())
