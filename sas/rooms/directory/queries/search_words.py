"""Suggested searches, and other words for activities (F-229)."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory.models import SearchSuggestion, SearchWord
from sas.rooms.directory.rules import SuggestionDraft


@dataclass(frozen=True, slots=True)
class SuggestionState:
    """A suggested search; `key` is its text as a search key."""

    id: int
    key: str
    draft: SuggestionDraft


@dataclass(frozen=True, slots=True)
class WordState:
    """A word, its search key, and the activity that it means."""

    id: int
    word: str
    key: str
    activity_id: int
    activity: str


def suggestion_states(*, actor: Actor) -> tuple[SuggestionState, ...]:
    """All of them in their order, inactive ones included."""
    return tuple(_suggestion(row) for row in SearchSuggestion.objects.order_by("position", "text_key"))


def word_states(*, actor: Actor) -> tuple[WordState, ...]:
    """All of them, in alphabetical order."""
    rows = SearchWord.objects.select_related("activity").order_by("word_key")
    return tuple(WordState(row.id, row.word, row.word_key, row.activity_id, row.activity.label) for row in rows)


def _suggestion(row: SearchSuggestion) -> SuggestionState:
    draft = SuggestionDraft(
        text=row.text,
        position=row.position,
        active=row.active,
        professions=frozenset(row.professions),
        structure_kinds=frozenset(row.structure_kinds),
        specialties=frozenset(row.specialties),
    )
    return SuggestionState(row.id, row.text_key, draft)
