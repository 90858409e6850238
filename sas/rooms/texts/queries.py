"""The texts as pages read them, and as administrators see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from sas.actor import Actor
from sas.rooms.texts.models import TextVersion
from sas.rooms.texts.rules import BANNER, CATALOGUE, Block, Text, blocks_of, filled, may_write

READ_EVERY = 30
"""Seconds during which a process does not ask again what was changed."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in use; `until` is the end of a banner."""

    text: str
    blocks: tuple[Block, ...]
    until: datetime | None = None

    def with_values(self, **values: str) -> str:
        """One line, with what stands between its braces."""
        return filled(self.text, values)


Words = Mapping[str, Said]
"""Every text in use, by its key."""


@dataclass(frozen=True, slots=True)
class TextState:
    """A text as administrators see it; `number` is that of its newest version, 0 when it was never changed."""

    known: Text
    text: str
    number: int
    is_default: bool
    until: datetime | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TextHistory:
    """One version: when, by whom, what it said (nothing: back to the default)."""

    number: int
    at: datetime
    author_id: int | None
    text: str
    is_default: bool


def words(*, actor: Actor, now: datetime) -> Mapping[str, Said]:
    """Every text in use by its key: at most one question each half-minute and process, whatever the page."""
    return _words(int(now.timestamp()) // READ_EVERY)


def banner(*, actor: Actor, now: datetime) -> Said | None:
    """What stands on top of every page; None when nothing does, or no longer."""
    said = words(actor=actor, now=now)[BANNER]
    return said if said.text and said.until and said.until > now else None


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
    rows = TextVersion.objects.filter(key=key).order_by("-number")[:most]
    return tuple(TextHistory(row.number, row.at, row.author_id, row.text, row.is_default) for row in rows)


def _newest() -> dict[str, TextVersion]:
    return {row.key: row for row in TextVersion.objects.order_by("key", "-number").distinct("key")}


def _said(known: Text, row: TextVersion | None) -> Said:
    state = _state(known, row)
    return Said(state.text, blocks_of(state.text), state.until)


def _state(known: Text, row: TextVersion | None) -> TextState:
    if row is None:
        return TextState(known, known.default, 0, is_default=True, until=None, at=None)
    text = known.default if row.is_default else row.text
    return TextState(known, text, row.number, is_default=row.is_default, until=row.until, at=row.at)
