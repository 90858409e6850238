"""What may be written as a question and its answer."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.utils.text import slugify

from sas.errors import Impossible
from sas.rooms.help.enums import Audience
from sas.rooms.texts.rules import placeholders

LENGTH, QUESTION_LENGTH, KEY_LENGTH = 5_000, 200, 60
NAMES = {"responsable": "l'organisme qui édite la plateforme, tel que son installation le nomme"}
"""What may stand between braces in an answer."""

_TARGET = re.compile(r"\[[^\[\]\n]*\]\(([^)\n]*)")
_KNOWN_TARGET = re.compile(r"https://[^\s()<>\"'\\]+|mailto:[^\s@]+@[^\s@]+|/(?!/)[^\s()<>\"'\\]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A question, its answer with its marks, and who reads it."""

    question: str
    answer: str
    audiences: tuple[Audience, ...]


def checked_draft(draft: EntryDraft) -> EntryDraft:
    """The draft as it is kept; raises Impossible (field "question", "answer" or "audiences")."""
    question = " ".join(_CONTROL.sub("", draft.question).split())
    answer = _CONTROL.sub("", draft.answer.replace("\r\n", "\n").replace("\r", "\n")).strip()
    told = frozenset(draft.audiences)
    kept = replace(draft, question=question, answer=answer, audiences=tuple(one for one in Audience if one in told))
    for wrong, sentence, field in _problems(kept):
        if wrong:
            raise Impossible(sentence, field=field)
    return kept


def _problems(draft: EntryDraft) -> Iterator[tuple[object, str, str]]:
    targets = [found for found in _TARGET.findall(draft.answer) if not _KNOWN_TARGET.fullmatch(found)]
    unknown = sorted(placeholders(draft.answer) - set(NAMES))
    yield not draft.question, "Écrivez la question.", "question"
    yield len(draft.question) > QUESTION_LENGTH, f"{QUESTION_LENGTH} caractères au maximum.", "question"
    yield not draft.answer, "Écrivez la réponse.", "answer"
    yield len(draft.answer) > LENGTH, f"{LENGTH} caractères au maximum.", "answer"
    yield targets, "Un lien commence par https://, par mailto: ou, vers la plateforme, par /.", "answer"
    yield unknown, f"{{{''.join(unknown[:1])}}} n'existe pas dans une réponse.", "answer"
    yield not draft.audiences, "Choisissez au moins un lecteur.", "audiences"


def free_key(question: str, *, taken: Collection[str]) -> str:
    """The anchor of a new question, which no other bears."""
    root = slugify(question)[: KEY_LENGTH - 5].strip("-") or "question"
    return next(key for key in (root, *(f"{root}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
