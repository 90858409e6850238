"""Finding answers by words, whatever their case, accents and plurals."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 100
"""Characters of what is typed that are read."""

_SHORT = 3
_WORD = re.compile(r"[a-z0-9]+")
_ACCENT = re.compile("[\u0300-\u036f]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SAY_NOTHING = frozenset(
    """
    a ai ait au aux avec c ce ces cet cette comment d dans de des du elle en es est et fait faire fais faut il j je l la
    le les leur m ma mes mon n ne nos notre nous on ou par pas peut peux plus pour pourquoi puis qu quand que quel
    quelle qui quoi s sa sans ses si son sont sur t ta tes ton tu un une vos votre vous y
    """.split()  # noqa: SIM905  read as a sentence
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a question; `is_found`: a word that was looked for."""

    text: str
    is_found: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """What a search is about: its words, without those that say nothing, unless there is no other."""
    found = tuple(dict.fromkeys(_WORD.findall(_plain(text[:LONGEST]))))
    return tuple(_singular(one) for one in found if one not in _SAY_NOTHING) or found


def finds(text: str, words: Collection[str]) -> frozenset[str]:
    """Those of the words with which some word of the text begins; one or two letters must be a whole word."""
    told = _told(text)
    return frozenset(word for word in words if any(_begins(one, word) for one in told))


def _begins(told: str, word: str) -> bool:
    return told == word if len(word) < _SHORT else told.startswith(word)


@lru_cache(maxsize=1_024)
def _told(text: str) -> frozenset[str]:
    """Its words: the same texts are looked through at each search."""
    return frozenset(_WORD.findall(_plain(text)))


def pieces(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """The text, cut around the words that were looked for."""
    return tuple(_pieces(text, words))


def _pieces(text: str, words: Collection[str]) -> Iterator[Piece]:
    plain = [_plain(sign) for sign in text]
    origin = [index for index, signs in enumerate(plain) for _ in signs]
    end = 0
    for found in _WORD.finditer("".join(plain)):
        # A sign may hold two words: « ¼ ».
        start, stop = max(end, origin[found.start()]), origin[found.end() - 1] + 1
        if start < stop and any(_begins(found[0], word) for word in words):
            if start > end:
                yield Piece(text[end:start])
            yield Piece(text[start:stop], is_found=True)
            end = stop
    if end < len(text):
        yield Piece(text[end:])


def _plain(text: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES)))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
