"""What a suggested search and a word of the search may be (F-229; sas-domain §1.4)."""

from dataclasses import dataclass, replace

from sas.errors import Impossible
from sas.rooms.directory.rules.comparing import search_key

SHORTEST, LONGEST, WORD_LONGEST, LAST = 3, 120, 80, 999


@dataclass(frozen=True, slots=True)
class SuggestionDraft:
    """A suggested search; the codes say what it means, none: what its text means by itself."""

    text: str
    position: int = 1
    active: bool = True
    professions: frozenset[str] = frozenset()
    structure_kinds: frozenset[str] = frozenset()
    specialties: frozenset[str] = frozenset()

    @property
    def has_rule(self) -> bool:
        """Whether it says by itself what is searched."""
        return bool(self.professions or self.structure_kinds or self.specialties)


def checked_suggestion(draft: SuggestionDraft) -> SuggestionDraft:
    """The draft as it is kept; raises Impossible, with its field."""
    text = " ".join(draft.text.split())
    if not SHORTEST <= len(text) <= LONGEST or len(search_key(text)) < SHORTEST:
        raise Impossible(f"Le texte a de {SHORTEST} à {LONGEST} caractères.", field="text")
    if not 1 <= draft.position <= LAST:
        raise Impossible(f"L'ordre est un nombre de 1 à {LAST}.", field="position")
    return replace(draft, text=text)


def checked_word(text: str) -> str:
    """With single spaces; raises Impossible (field "word") for one too short or too long."""
    word = " ".join(text.split())
    if not len(search_key(word)) >= 2 or len(word) > WORD_LONGEST:
        raise Impossible(f"Le mot a de 2 à {WORD_LONGEST} caractères.", field="word")
    return word
