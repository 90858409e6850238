"""The suggested searches and the words of the search (F-229)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.directory import operations, queries
from sas.rooms.directory.enums import ActivityKind
from sas.rooms.directory.rules import KEEPERS, SuggestionDraft
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

HOME = "/administration/recherche"
_CHOOSE = {"invalid_choice": "Choisissez dans la liste."}
_RULE = {
    "professions": (ActivityKind.PROFESSION, "Professions"),
    "structure_kinds": (ActivityKind.STRUCTURE, "Types de structure"),
    "specialties": (ActivityKind.SPECIALTY, "Spécialités"),
}


class SuggestionForm(DsfrBaseForm):
    """A suggested search, and what it means."""

    use_required_attribute = False
    text = forms.CharField(label="Texte", max_length=120, error_messages={"required": "Écrivez le texte."})
    position = forms.IntegerField(
        label="Ordre",
        help_text="Les plus petits d'abord.",
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": "Donnez un nombre.", "invalid": "Ce n'est pas un nombre."},
    )
    active = forms.NullBooleanField(label="Proposée", widget=forms.CheckboxInput)

    def __init__(self, data: Any = None, *, activities: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, (kind, label) in _RULE.items():
            choices = [(one.code, one.label) for one in activities if one.kind is kind]
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=_CHOOSE,
            )

    def draft(self) -> SuggestionDraft:
        """What is asked, once the form is valid."""
        kept = self.cleaned_data
        rule = {name: frozenset(kept[name]) for name in _RULE}
        return SuggestionDraft(kept["text"], kept["position"], kept["active"], **rule)


class WordForm(DsfrBaseForm):
    """Another word for an activity."""

    use_required_attribute = False
    word = forms.CharField(label="Mot", max_length=80, error_messages={"required": "Écrivez le mot."})
    activity = forms.TypedChoiceField(
        label="Ce qu'il fait chercher", coerce=int, error_messages=_CHOOSE | {"required": "Choisissez dans la liste."}
    )

    def __init__(self, data: Any = None, *, activities: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # Kinds of structures first: they are what such words are most often for.
        listed = sorted(activities, key=lambda one: one.kind is not ActivityKind.STRUCTURE)
        choices = [("", "Choisissez"), *((one.id, one.label) for one in listed)]
        self.fields["activity"].choices = choices  # type: ignore[attr-defined]


@page(*KEEPERS)
def settings_page(request: HttpRequest) -> HttpResponse:
    """Both lists."""
    suggested, words = queries.suggestion_states(actor=request.actor), queries.word_states(actor=request.actor)
    return render(request, "administration/search_settings.html", {"suggested": suggested, "words": words})


@page(*KEEPERS)
def new_suggestion(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    return _suggestion(request, _suggestion_form(request, initial={"active": True, "position": 1}), None)


@command(*KEEPERS)
def add(request: HttpRequest) -> HttpResponse:
    """One more suggested search."""
    return _saved_suggestion(request, None)


@page(*KEEPERS)
def suggestion(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """One of them."""
    found = _one(queries.suggestion_states(actor=request.actor), suggestion_id)
    names = ("text", "position", "active", *_RULE)
    started = {name: getattr(found.draft, name) for name in names}
    started |= {name: sorted(started[name]) for name in _RULE}
    return _suggestion(request, _suggestion_form(request, initial=started), found)


@command(*KEEPERS)
def edit_suggestion(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Change it."""
    return _saved_suggestion(request, _one(queries.suggestion_states(actor=request.actor), suggestion_id))


@command(*KEEPERS)
def delete_suggestion(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    """Remove it."""
    return _removed(request, operations.delete_suggestion, suggestion_id=suggestion_id)


@page(*KEEPERS)
def new_word(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    return _word(request, _word_form(request), None)


@command(*KEEPERS)
def add_word(request: HttpRequest) -> HttpResponse:
    """One more word."""
    return _saved_word(request, None)


@page(*KEEPERS)
def word(request: HttpRequest, word_id: int) -> HttpResponse:
    """One of them."""
    found = _one(queries.word_states(actor=request.actor), word_id)
    return _word(request, _word_form(request, initial={"word": found.word, "activity": found.activity_id}), found)


@command(*KEEPERS)
def edit_word(request: HttpRequest, word_id: int) -> HttpResponse:
    """Change it."""
    return _saved_word(request, _one(queries.word_states(actor=request.actor), word_id))


@command(*KEEPERS)
def delete_word(request: HttpRequest, word_id: int) -> HttpResponse:
    """Remove it."""
    return _removed(request, operations.delete_word, word_id=word_id)


def _one(rows: Any, row_id: int) -> Any:
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise Http404
    return found


def _suggestion_form(request: HttpRequest, data: Any = None, **kwargs: Any) -> SuggestionForm:
    return SuggestionForm(data, activities=queries.activities(actor=request.actor), **kwargs)


def _word_form(request: HttpRequest, data: Any = None, **kwargs: Any) -> WordForm:
    return WordForm(data, activities=queries.activities(actor=request.actor), **kwargs)


def _saved_suggestion(request: HttpRequest, found: Any) -> HttpResponse:
    form = _suggestion_form(request, request.POST)
    who = {"actor": request.actor, "suggestion_id": found.id if found else None, "now": request.now}
    if not form.is_valid() or not succeeds(form, operations.save_suggestion, draft=form.draft(), **who):
        return _suggestion(request, form, found, status=422)
    return _done(request, "La recherche suggérée est enregistrée.")


def _saved_word(request: HttpRequest, found: Any) -> HttpResponse:
    form = _word_form(request, request.POST)
    who = {"actor": request.actor, "word_id": found.id if found else None, "now": request.now}
    if not form.is_valid():
        return _word(request, form, found, status=422)
    asked = {"word": form.cleaned_data["word"], "activity_id": form.cleaned_data["activity"]}
    if not succeeds(form, operations.save_word, **asked, **who):
        return _word(request, form, found, status=422)
    return _done(request, "Le mot est enregistré.")


def _removed(request: HttpRequest, operation: Any, **which: int) -> HttpResponse:
    try:
        operation(actor=request.actor, now=request.now, **which)
    except Impossible as problem:
        messages.error(request, problem.reason)
        return SeeOther(HOME)
    return _done(request, "La ligne est supprimée.")


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, f"{said} La recherche en tient compte dans la minute.")
    return SeeOther(HOME)


def _suggestion(request: HttpRequest, form: SuggestionForm, found: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "administration/suggestion.html", {"form": form, "found": found}, status=status)


def _word(request: HttpRequest, form: WordForm, found: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "administration/search_word.html", {"form": form, "found": found}, status=status)
