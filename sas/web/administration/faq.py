"""The questions of the FAQ: written, previewed, published, put in order, withdrawn (F-240)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.accounts import queries as accounts
from sas.rooms.help import operations, queries
from sas.rooms.help.enums import Audience, Theme
from sas.rooms.help.queries import EntryLine, EntryStory, EntryVersion
from sas.rooms.help.rules import NAMES, EntryDraft, checked_draft
from sas.web.administration.mails import WATCHERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds, tried, whole
from sas.web.kit.replies import SeeOther

HOME = "/administration/aide"
PREVIEW, PUBLISH = "apercu", "publier"


class EntryForm(DsfrBaseForm):
    """A question and its answer; the room says what they may hold."""

    use_required_attribute = False
    theme = forms.TypedChoiceField(
        label="Thème",
        coerce=Theme,
        choices=[("", "Choisir un thème"), *Theme.choices],
        error_messages={"required": "Choisissez un thème.", "invalid_choice": "Choisissez un thème."},
    )
    question = forms.CharField(label="Question", error_messages={"required": "Écrivez la question."})
    answer = forms.CharField(
        label="Réponse", widget=forms.Textarea({"rows": 12}), error_messages={"required": "Écrivez la réponse."}
    )
    audiences = forms.TypedMultipleChoiceField(
        label="Qui la lit",
        help_text="Chacun lit les réponses du plus élevé de ses rôles.",
        coerce=Audience,
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un lecteur."},
    )

    def __init__(self, data: Any = None, *, found: EntryStory | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if found:
            del self.fields["theme"]

    def draft(self) -> EntryDraft:
        """What is written."""
        written = self.cleaned_data
        return EntryDraft(written["question"], written["answer"], tuple(written["audiences"]))


class FilterForm(DsfrBaseForm):
    """Which entries are listed."""

    use_required_attribute = False
    theme = forms.TypedChoiceField(
        label="Thème", required=False, coerce=Theme, empty_value=None, choices=[("", "Tous"), *Theme.choices]
    )
    lecteur = forms.TypedChoiceField(
        label="Lecteur", required=False, coerce=Audience, empty_value=None, choices=[("", "Tous"), *Audience.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Drawn from here on: no label reads « optionnel »."""
        for field in self.fields.values():
            field.required = True
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of a theme; `is_whole`: none is left out, so that one can be moved among the others."""

    theme: Theme
    lines: tuple[EntryLine, ...]
    is_whole: bool


@page(*WATCHERS)
def entry_list(request: HttpRequest) -> HttpResponse:
    """By theme, in the order in which they are read."""
    form = FilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    theme, audience = asked.get("theme"), asked.get("lecteur")
    lines = queries.entries(actor=request.actor, theme=theme, audience=audience)
    groups = ((one, tuple(line for line in lines if line.theme is one)) for one in Theme)
    shelves = [Shelf(one, found, is_whole=audience is None) for one, found in groups if found]
    return render(request, "administration/faq.html", {"form": form, "shelves": shelves, "total": len(lines)})


@page(*WATCHERS)
def new_page(request: HttpRequest) -> HttpResponse:
    """An empty question."""
    return _shown(request, EntryForm(initial={"theme": request.GET.get("theme", "")}))


@command(*WATCHERS)
def create(request: HttpRequest) -> HttpResponse:
    """Show how it will be read, keep a draft, or publish."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    if PREVIEW in request.POST:
        return _previewed(request, form)
    about = {"theme": form.cleaned_data["theme"], "draft": form.draft(), "publish": PUBLISH in request.POST}
    made = tried(form, operations.create_entry, actor=request.actor, now=request.now, **about)
    if made is None:
        return _shown(request, form, status=422)
    messages.success(request, _told(request))
    return SeeOther(f"{HOME}/{made}")


@page(*WATCHERS)
def entry_page(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Its newest version in the form, with those before; `version` takes one of these up."""
    found = _found_or_404(request, entry_id)
    asked = whole(request.GET.get("version", ""), otherwise=found.line.newest.number)
    start = next((one for one in found.versions if one.number == asked), found.line.newest)
    initial = {"question": start.question, "answer": start.answer, "audiences": list(start.audiences)}
    return _shown(request, EntryForm(found=found, initial=initial), found=found)


@command(*WATCHERS)
def change(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Show how it will be read, keep a draft, or publish."""
    found = _found_or_404(request, entry_id)
    form = EntryForm(request.POST, found=found)
    if not form.is_valid():
        return _shown(request, form, found=found, status=422)
    if PREVIEW in request.POST:
        return _previewed(request, form, found=found)
    about = {"draft": form.draft(), "seen": _seen(request), "publish": PUBLISH in request.POST, "now": request.now}
    if not succeeds(form, operations.change_entry, actor=request.actor, entry_id=entry_id, **about):
        return _shown(request, form, found=found, status=422)
    messages.success(request, _told(request))
    return SeeOther(f"{HOME}/{entry_id}")


@command(*WATCHERS)
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Readers see it no more."""
    found = _found_or_404(request, entry_id)
    try:
        operations.withdraw_entry(actor=request.actor, entry_id=entry_id, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, f"« {found.line.newest.question} » n'est plus montrée à personne.")
    return SeeOther(f"{HOME}/{entry_id}")


@command(*WATCHERS)
def move(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One place up or down in its theme."""
    found = _found_or_404(request, entry_id)
    up = request.POST.get("sens") == "haut"
    operations.move_entry(actor=request.actor, entry_id=entry_id, up=up, now=request.now)
    messages.success(request, f"« {found.line.newest.question} » est {'remontée' if up else 'descendue'}.")
    return SeeOther(f"{HOME}?theme={found.line.theme.value}#question-{entry_id}")


def _found_or_404(request: HttpRequest, entry_id: int) -> EntryStory:
    found = queries.entry(actor=request.actor, entry_id=entry_id)
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest) -> int:
    return whole(request.POST.get("seen", ""), otherwise=-1)


def _told(request: HttpRequest) -> str:
    if PUBLISH in request.POST:
        return "La réponse est publiée : ses lecteurs la voient dès maintenant."
    return "Le brouillon est enregistré : ses lecteurs ne le voient pas encore."


def _previewed(request: HttpRequest, form: EntryForm, *, found: EntryStory | None = None) -> HttpResponse:
    kept = tried(form, checked_draft, draft=form.draft())
    return _shown(request, form, found=found, status=200 if kept else 422, draft=kept or None)


def _shown(
    request: HttpRequest,
    form: EntryForm,
    *,
    found: EntryStory | None = None,
    status: int = 200,
    draft: EntryDraft | None = None,
) -> HttpResponse:
    newest = found.line.newest if found else None
    shown = {
        "form": form,
        "found": found,
        "address": f"{HOME}/{found.line.id}" if found else f"{HOME}/nouvelle",
        "preview": draft,
        "blocks": queries.preview(actor=request.actor, answer=draft.answer) if draft else newest and newest.blocks,
        "seen": request.POST.get("seen", newest.number if newest else 0),
        "names": NAMES.items(),
        "versions": _signed(request, found) if found else (),
    }
    return render(request, "administration/faq_entry.html", shown, status=status)


def _signed(request: HttpRequest, found: EntryStory) -> tuple[tuple[EntryVersion, str], ...]:
    """Each version with the name of its author; none for those that came with the platform."""
    authors = frozenset(one.author_id for one in found.versions if one.author_id)
    names = accounts.names_of(actor=request.actor, user_ids=authors)
    return tuple((one, names.get(one.author_id or 0, "")) for one in found.versions)
