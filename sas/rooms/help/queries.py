"""The FAQ as its readers find it, and its entries as administrators keep them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db.models import F, QuerySet

from sas.actor import Actor
from sas.held import Held, held
from sas.marked import Block
from sas.rooms.help.enums import Audience, EntryState, Theme
from sas.rooms.help.models import HelpEntry, HelpVersion
from sas.rooms.help.rules import Piece, audience_of, finds, pieces, words_of
from sas.rooms.texts.rules import blocks_of, filled, may_write

_TARGET = re.compile(r"\]\([^)\n]*\)")


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme with how many answers it has for the reader."""

    theme: Theme
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, cut around the words that were looked for, and what is answered."""

    key: str
    theme: Theme
    question: tuple[Piece, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Faq:
    """The themes of a reader, and the answers of the one that is open, or those that a search found.

    `opened` is None while searching, and when the reader has no theme at all.
    """

    audience: Audience
    themes: tuple[ThemeLine, ...]
    opened: Theme | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class EntryVersion:
    """What an entry said once: when, by whom (None: shipped with the platform), to whom."""

    number: int
    at: datetime
    author_id: int | None
    question: str
    answer: str
    audiences: tuple[Audience, ...]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """As its readers see it."""
        return _blocks(self.answer)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as administrators list it, by its newest version."""

    id: int
    key: str
    theme: Theme
    state: EntryState
    shown: int | None
    newest: EntryVersion

    @property
    def has_draft(self) -> bool:
        """Readers see an older version than the newest."""
        return self.state is EntryState.PUBLISHED and self.shown != self.newest.number


@dataclass(frozen=True, slots=True)
class EntryStory:
    """One entry with its versions, newest first."""

    line: EntryLine
    versions: tuple[EntryVersion, ...]

    @property
    def read(self) -> EntryVersion | None:
        """The version that readers see."""
        return next((one for one in self.versions if one.number == self.line.shown), None)


def faq(*, actor: Actor, theme: str = "", key: str = "", text: str = "", reader: str = "") -> Faq:
    """What the actor may read: the answers that `text` finds, else those of the theme of the question, or of the theme.

    A theme or a question that is unknown, or not for this reader, opens the first theme. Administrators may read as
    any `reader`; of others nothing is asked.
    """
    audience = _audience(actor, reader)
    versions = list(_read_by(audience))
    themes = tuple(
        ThemeLine(one, count) for one in Theme if (count := sum(row.entry.theme == one.value for row in versions))
    )
    if text.strip():
        return Faq(audience, themes, None, _found(versions, words_of(text)))
    named = next((row.entry.theme for row in versions if row.entry.key == key), theme)
    opened = next((line.theme for line in themes if line.theme.value == named), themes[0].theme if themes else None)
    shown = [row for row in versions if row.entry.theme == opened]
    return Faq(audience, themes, opened, tuple(_answer(row, ()) for row in shown))


def entries(*, actor: Actor, theme: Theme | None = None, audience: Audience | None = None) -> tuple[EntryLine, ...]:
    """All of them, or those of a theme or of a reader, as they are read; raises Refused for others than administrators.

    Two statements, however many.
    """
    if refusal := may_write(actor):
        raise refusal
    found = HelpEntry.objects.filter(**({"theme": theme.value} if theme else {})).order_by("rank")
    newest = {row.entry_id: _version(row) for row in HelpVersion.objects.order_by("entry", "-number").distinct("entry")}
    lines = [_line(row, newest[row.id]) for row in found]
    kept = [line for line in lines if audience is None or audience in line.newest.audiences]
    return tuple(sorted(kept, key=lambda one: list(Theme).index(one.theme)))


def entry(*, actor: Actor, entry_id: int) -> EntryStory | None:
    """One with its versions; raises Refused for anyone but administrators."""
    if refusal := may_write(actor):
        raise refusal
    row = HelpEntry.objects.filter(id=entry_id).first()
    if row is None:
        return None
    versions = tuple(_version(one) for one in row.versions.order_by("-number"))
    return EntryStory(_line(row, versions[0]), versions)


def preview(*, actor: Actor, answer: str) -> tuple[Block, ...]:
    """How an answer would be read; raises Refused for anyone but administrators."""
    if refusal := may_write(actor):
        raise refusal
    return _blocks(answer)


def _audience(actor: Actor, reader: str) -> Audience:
    return Audience(reader) if reader in Audience.values and not may_write(actor) else audience_of(actor)


def _read_by(audience: Audience) -> "QuerySet[HelpVersion]":
    shown = HelpVersion.objects.filter(entry__state=EntryState.PUBLISHED, number=F("entry__shown"))
    return shown.filter(audiences__contains=[audience.value]).select_related("entry").order_by("entry__rank")


def _found(versions: Sequence[HelpVersion], words: tuple[str, ...]) -> tuple[Answer, ...]:
    """Those that hold the most of the words; first those whose question does, then as they are read."""
    order = list(Theme)
    hits = [(row, finds(row.question, words), finds(_told(row.answer), words)) for row in versions]
    most = max((len(in_question | in_answer) for _, in_question, in_answer in hits), default=0)
    best = [(row, in_question) for row, in_question, in_answer in hits if most and len(in_question | in_answer) == most]
    best.sort(key=lambda hit: (-len(hit[1]), order.index(Theme(hit[0].entry.theme)), hit[0].entry.rank))
    return tuple(_answer(row, words) for row, _ in best)


def _told(answer: str) -> str:
    """What is said, without the addresses of links."""
    return _TARGET.sub("]", answer)


def _answer(row: HelpVersion, words: tuple[str, ...]) -> Answer:
    return Answer(row.entry.key, Theme(row.entry.theme), pieces(row.question, words), _blocks(row.answer))


def _blocks(answer: str) -> tuple[Block, ...]:
    publisher = settings.PUBLISHER or "l'organisme qui l'exploite"
    return blocks_of(filled(answer, {"responsable": publisher}), on_a_page=True)


def _line(row: HelpEntry, newest: EntryVersion) -> EntryLine:
    return EntryLine(row.id, row.key, Theme(row.theme), EntryState(row.state), row.shown, newest)


def _version(row: HelpVersion) -> EntryVersion:
    audiences = tuple(Audience(one) for one in row.audiences)
    return EntryVersion(row.number, row.at, row.author_id, row.question, row.answer, audiences)


def held_on_oneself(*, actor: Actor) -> Iterator[Held]:
    """The answers of the FAQ that the actor wrote."""
    mine = HelpVersion.objects.filter(author_id=actor.user_id or 0)
    yield held("faq", mine, "entry_id", "number", "at", "question", "answer")
