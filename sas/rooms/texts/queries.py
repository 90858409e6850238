"""The texts as pages read them, and as administrators see them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from django.conf import settings

from sas.actor import Actor
from sas.held import Held, held
from sas.rooms.outbox.rules import Letter
from sas.rooms.texts.enums import TextKind
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.rules import (
    BANNER,
    CATALOGUE,
    VISITORS_BANNER,
    Block,
    Text,
    blocks_of,
    filled,
    letter_of,
    may_write,
    parted,
    text_problem,
)

READ_EVERY = 30
"""Seconds during which a process does not ask again what was changed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in use; `until` is the end of a banner."""

    text: str
    blocks: tuple[Block, ...]
    until: datetime | None = None

    @property
    def mark(self) -> str:
        """Tells this text from any other, in a few characters: a banner that is closed stays so until it changes."""
        return sha256(f"{self.text}{self.until}".encode()).hexdigest()[:12]

    def with_values(self, **values: str) -> str:
        """One line, with what stands between its braces."""
        return filled(self.text, values)


Words = Mapping[str, Said]
"""Every text in use, by its key."""


@dataclass(frozen=True, slots=True)
class TextState:
    """A text as administrators see it; `number` is that of its newest version, 0 when it was never changed.

    `is_unusable`: the newest version lacks a value that this version of the platform gives, or names one that it does
    not; the text of the code is used instead.
    """

    known: Text
    text: str
    number: int
    is_default: bool
    until: datetime | None
    at: datetime | None
    is_unusable: bool = False

    @property
    def subject(self) -> str:
        """Of a mail."""
        return parted(self.known, self.text)[0]

    @property
    def body(self) -> str:
        """All that is not the subject."""
        return parted(self.known, self.text)[1]


@dataclass(frozen=True, slots=True)
class TextHistory:
    """One version: when, by whom, what it said (nothing: back to the default), under which subject for a mail."""

    number: int
    at: datetime
    author_id: int | None
    subject: str
    text: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """How a text would be read, with made-up values: a mail, or blocks of a page."""

    letter: Letter | None
    blocks: tuple[Block, ...]


def words(*, actor: Actor, now: datetime) -> Mapping[str, Said]:
    """Every text in use by its key: at most one question each half-minute and process, whatever the page."""
    return _words(int(now.timestamp()) // READ_EVERY)


def banner(*, actor: Actor, now: datetime) -> Said | None:
    """What stands on top of the pages: until its day for whoever signed in, until it is taken away for visitors.

    None when nothing does, or no longer.
    """
    if actor.user_id is None:
        said = words(actor=actor, now=now)[VISITORS_BANNER]
        return said if said.text else None
    said = words(actor=actor, now=now)[BANNER]
    return said if said.text and said.until and said.until > now else None


def letter(*, actor: Actor, key: str, now: datetime, **values: str) -> Letter:
    """A mail of the catalogue with its values, in the words of now: the only way to make one.

    Raises ValueError when a value is missing or unknown: whoever calls is wrong, whatever administrators wrote.
    """
    known = CATALOGUE[key]
    if known.kind is not TextKind.MAIL or set(values) != known.names:
        raise ValueError(f"{key} is a {known.kind.value} with {sorted(known.names)}, not {sorted(values)}")
    return letter_of(words(actor=actor, now=now)[key].text, values)


def sample(*, actor: Actor, key: str, text: str) -> Sample:
    """A text that may be published, with made-up values; raises Refused for anyone but administrators."""
    if refusal := may_write(actor):
        raise refusal
    known = CATALOGUE[key]
    values = {one.name: f"{settings.PUBLIC_URL if one.is_link else ''}{one.sample}" for one in known.placeholders}
    if known.kind is TextKind.MAIL:
        return Sample(letter_of(text, values), ())
    return Sample(None, blocks_of(filled(text, values)))


@lru_cache(maxsize=1)
def default_words(*, actor: Actor) -> Mapping[str, Said]:
    """The texts of the code, without asking anything."""
    return MappingProxyType({key: _said(known, None) for key, known in CATALOGUE.items()})


@lru_cache(maxsize=1)
def _words(_window: int) -> Mapping[str, Said]:
    found = _newest()
    return MappingProxyType({key: _said(known, found.get(key)) for key, known in CATALOGUE.items()})


def forget_words(*, actor: Actor) -> None:
    """Have this process read anew: called when a text is published."""
    _words.cache_clear()


def text_states(*, actor: Actor) -> tuple[TextState, ...]:
    """All of them, in the order of the catalogue; raises Refused for anyone but administrators."""
    if refusal := may_write(actor):
        raise refusal
    found = _newest()
    return tuple(_state(known, found.get(key)) for key, known in CATALOGUE.items())


def text_history(*, actor: Actor, key: str, most: int = 20) -> tuple[TextHistory, ...]:
    """The latest versions of one text, newest first; raises Refused for anyone but administrators."""
    if refusal := may_write(actor):
        raise refusal
    known, rows = CATALOGUE[key], TextVersion.objects.filter(key=key).order_by("-number")[:most]
    return tuple(
        TextHistory(row.number, row.at, row.author_id, *parted(known, row.text), is_default=row.is_default)
        for row in rows
    )


def _newest() -> dict[str, TextVersion]:
    return {row.key: row for row in TextVersion.objects.order_by("key", "-number").distinct("key")}


def _said(known: Text, row: TextVersion | None) -> Said:
    state = _state(known, row)
    return Said(state.text, blocks_of(state.text), state.until)


def _state(known: Text, row: TextVersion | None) -> TextState:
    if row is None:
        return TextState(known, known.default, 0, is_default=True, until=None, at=None)
    unusable = not row.is_default and text_problem(known, row.text) is not None
    text = known.default if row.is_default or unusable else row.text
    return TextState(
        known, text, row.number, is_default=row.is_default, until=row.until, at=row.at, is_unusable=unusable
    )


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The texts that the actor published."""
    yield held("texts", TextVersion.objects.filter(author_id=actor.user_id or 0), "key", "number", "at", "text")
