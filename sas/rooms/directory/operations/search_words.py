"""Keeping the suggested searches and the words of the search (F-229)."""

from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.models import Activity, SearchSuggestion, SearchWord
from sas.rooms.directory.rules import SuggestionDraft, checked_suggestion, checked_word, may_keep, search_key
from sas.rooms.journal import operations as journal

Row = TypeVar("Row", SearchSuggestion, SearchWord)

_GONE = "Cette ligne n'existe plus."
_TEXT_TAKEN = "Une autre suggestion a déjà ce texte."
_WORD_TAKEN = "Ce mot est déjà dans la liste."
_MEANS_NOTHING = (
    "Ce texte n'est ni une spécialité, ni une profession, ni une structure, ni un mot de la liste : dites par un "
    "filtre ce qu'il faut chercher."
)
_MEANS_ALREADY = "Ce mot désigne déjà « {} »."


def save_suggestion(*, actor: Actor, suggestion_id: int | None, draft: SuggestionDraft, now: datetime) -> int:
    """Add a suggested search (None), or change one; returns its id. Whoever clicks it gets a search.

    Raises Refused for anyone but administrators; Impossible, with its field, for a text that would search nothing.
    """
    _may_keep(actor)
    wanted = checked_suggestion(draft)
    key = search_key(wanted.text)
    with transaction.atomic(durable=True):
        row = SearchSuggestion() if suggestion_id is None else _held(SearchSuggestion, suggestion_id)
        _check_codes(wanted)
        if not wanted.has_rule and not _known(key) and not SearchWord.objects.filter(word_key=key).exists():
            raise Impossible(_MEANS_NOTHING, field="text")
        row.text, row.text_key, row.position, row.active = wanted.text, key, wanted.position, wanted.active
        row.professions, row.structure_kinds = sorted(wanted.professions), sorted(wanted.structure_kinds)
        row.specialties = sorted(wanted.specialties)
        _save(row, taken=Impossible(_TEXT_TAKEN, field="text"))
        _trace("save_suggestion", "suggestion", row.id, actor=actor, now=now)
    return row.id


def delete_suggestion(*, actor: Actor, suggestion_id: int, now: datetime) -> None:
    """Remove a suggested search. Raises Refused for anyone but administrators, Impossible for one that is gone."""
    _may_keep(actor)
    with transaction.atomic(durable=True):
        _held(SearchSuggestion, suggestion_id).delete()
        _trace("delete_suggestion", "suggestion", suggestion_id, actor=actor, now=now)


def save_word(*, actor: Actor, word_id: int | None, word: str, activity_id: int, now: datetime) -> int:
    """Add a word (None), or change one; returns its id. Typed as it is, it searches the activity.

    Raises Refused for anyone but administrators; Impossible, with its field, for a word that means something already.
    """
    _may_keep(actor)
    wanted = checked_word(word)
    key = search_key(wanted)
    with transaction.atomic(durable=True):
        row = SearchWord() if word_id is None else _held(SearchWord, word_id)
        if known := _known(key):
            raise Impossible(_MEANS_ALREADY.format(known.label), field="word")
        if not Activity.objects.filter(id=activity_id).exists():
            raise Impossible("Choisissez dans la liste.", field="activity")
        row.word, row.word_key, row.activity_id = wanted, key, activity_id
        _save(row, taken=Impossible(_WORD_TAKEN, field="word"))
        _trace("save_search_word", "search_word", row.id, actor=actor, now=now)
    return row.id


def delete_word(*, actor: Actor, word_id: int, now: datetime) -> None:
    """Remove a word. Raises Refused for anyone but administrators; Impossible for one gone, or that a suggestion is."""
    _may_keep(actor)
    with transaction.atomic(durable=True):
        row = _held(SearchWord, word_id)
        named = SearchSuggestion.objects.filter(text_key=row.word_key, professions=[], structure_kinds=[])
        if named.filter(specialties=[]).exists():
            raise Impossible("Une recherche suggérée est ce mot : retirez-la d'abord.")
        row.delete()
        _trace("delete_search_word", "search_word", word_id, actor=actor, now=now)


def _may_keep(actor: Actor) -> None:
    if refusal := may_keep(actor):
        raise refusal


def _held(model: type[Row], row_id: int) -> Row:
    row = model.objects.select_for_update().filter(id=row_id).first()
    if row is None:
        raise Impossible(_GONE)
    return row


def _known(key: str) -> Activity | None:
    return Activity.objects.filter(Q(label_key=key) | Q(aliases__contains=[key])).first()


def _check_codes(wanted: SuggestionDraft) -> None:
    asked = {
        "professions": (ActivityKind.PROFESSION, wanted.professions),
        "structure_kinds": (ActivityKind.STRUCTURE, wanted.structure_kinds),
        "specialties": (ActivityKind.SPECIALTY, wanted.specialties),
    }
    for field, (kind, codes) in asked.items():
        if Activity.objects.filter(kind=kind, code__in=codes).count() != len(codes):
            raise Impossible("Choisissez dans la liste.", field=field)


def _save(row: SearchSuggestion | SearchWord, *, taken: Impossible) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twin:
        raise taken from twin


def _trace(verb: str, subject: str, row_id: int, *, actor: Actor, now: datetime) -> None:
    journal.record(actor=actor, verb=verb, subject=subject, subject_id=row_id, now=now)
