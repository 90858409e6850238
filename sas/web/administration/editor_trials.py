"""A question to one editor, tried by an administrator, who sees what left and what came (issue 7).

The only page that waits for an editor: seven seconds at the most, within its limit a minute. Nothing of it is kept.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from dsfr.forms import DsfrBaseForm

from sas.rooms.directory.queries import EditorState
from sas.rooms.directory.rules import KEEPERS
from sas.rooms.editors import operations
from sas.rooms.editors.enums import Query
from sas.rooms.editors.operations import FreeSlot, Site, Trial
from sas.web.administration.editor_words import FAILURES, REASONS, counted
from sas.web.administration.editors import known_editor
from sas.web.kit.access import command, page
from sas.web.kit.attempts import tried
from sas.web.kit.fields import day_input

_DAY = {"required": "Donnez un jour.", "invalid": "Donnez un jour, par exemple 26/11/2026."}
_DAYS_AHEAD = timedelta(days=2)
_SLOTS_SHOWN = 5


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, error_messages=_DAY, widget=day_input())


@dataclass(frozen=True, slots=True)
class KeptSite:
    """A place as the reader kept it, and its first slots in words."""

    site: Site
    slots: tuple[str, ...]

    @classmethod
    def of(cls, site: Site) -> "KeptSite":
        """The first five."""
        return cls(site, tuple(_words(slot) for slot in site.slots[:_SLOTS_SHOWN]))


def _words(slot: FreeSlot) -> str:
    """« 26/11 de 09h00 à 09h20, PUBLIC, SNP, sans lien »."""
    start, end = localtime(slot.start), localtime(slot.end)
    told = [f"{start:%d/%m} de {start:%Hh%M} à {end:%Hh%M}", *sorted(slot.labels)]
    told += [] if slot.bookable else ["sans rendez-vous"]
    return ", ".join([*told, *([] if slot.url else ["sans lien"])])


class TrialForm(DsfrBaseForm):
    """One question."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="Question",
        choices=Query.choices,
        error_messages={"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."},
    )
    words = forms.CharField(
        label="Numéros",
        help_text="Un par ligne : RPPS de professionnels (25 au maximum), ou SIRET d'associations SOS Médecins (10).",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Donnez au moins un numéro.", "max_length": "1 000 caractères au maximum."},
    )
    first = _day("Du")
    last = _day("Au")


@page(*KEEPERS)
def trial(request: HttpRequest, editor_id: int) -> HttpResponse:
    """A question about today and the two days after, as the platform asks it."""
    today = localtime(request.now).date()
    form = TrialForm(initial={"kind": Query.PRACTITIONERS, "first": today, "last": today + _DAYS_AHEAD})
    return _page(request, known_editor(request, editor_id), form)


@command(*KEEPERS)
def try_out(request: HttpRequest, editor_id: int) -> HttpResponse:
    """The answer is shown in this page alone, which no cache keeps."""
    found, form = known_editor(request, editor_id), TrialForm(request.POST)
    made: Trial | None = None
    if form.is_valid():
        about = {"editor_id": found.id, "now": request.now, **form.cleaned_data}
        made = tried(form, operations.try_out, actor=request.actor, **about)
    return _page(request, found, form, made=made, status=200 if made else 422)


def _page(
    request: HttpRequest, found: EditorState, form: TrialForm, *, made: Trial | None = None, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {"found": found, "form": form, "trial": made}
    if made:
        shown["failure"] = FAILURES.get(made.answer.failure or "", "")
        shown["dropped"] = counted(REASONS, made.answer.dropped)
        shown["sites"] = [KeptSite.of(site) for site in made.answer.sites]
        shown["kept"] = sum(len(site.slots) for site in made.answer.sites)
    answer = render(request, "administration/editor_trial.html", shown, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
