"""LRMs that may open a search (F-231): added, changed, switched off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.rooms.directory import operations, queries
from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.directory.rules import KEEPERS
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

LRMS = "/administration/lrm"
_NAME = {"required": "Donnez un nom.", "max_length": "120 caractères au maximum."}


class LrmForm(DsfrBaseForm):
    """A regulation software; `among`: the territories there are."""

    use_required_attribute = False
    name = forms.CharField(label="Nom", max_length=120, error_messages=_NAME)
    origin = forms.CharField(
        label="Origine",
        help_text="L'autorité d'affectation, telle qu'elle figure dans l'adresse que le logiciel ouvre (« origin »).",
        max_length=120,
        error_messages={"required": "Donnez l'origine.", "max_length": "120 caractères au maximum."},
    )
    active = forms.NullBooleanField(
        label="Actif",
        help_text="Un logiciel inactif n'ouvre plus de recherche et ne reçoit plus de message.",
        widget=forms.CheckboxInput,
    )
    hub_name = forms.CharField(
        label="Identifiant au Hub Santé",
        help_text="Celui du SAMU, par exemple « fr.health.samu330 ». Sans lui, aucun message ne lui est envoyé.",
        max_length=60,
        required=False,
        error_messages={"max_length": "60 caractères au maximum."},
    )
    territories = forms.TypedMultipleChoiceField(
        label="Territoires",
        help_text="Il est informé des orientations faites par les régulateurs de ces territoires.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce territoire n'existe plus : choisissez-en un autre."},
    )

    def __init__(self, data: Any = None, *, among: tuple[TerritoryFacts, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["territories"].choices = [(one.id, one.name) for one in among]  # type: ignore[attr-defined]


@page(*KEEPERS)
def lrm_list(request: HttpRequest) -> HttpResponse:
    """All of them, inactive ones included."""
    return render(request, "administration/lrms.html", {"rows": queries.lrm_states(actor=request.actor)})


@page(*KEEPERS)
def new_lrm(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    among = queries.territories(actor=request.actor)
    return _lrm_form(request, LrmForm(initial={"active": True}, among=among), None)


@command(*KEEPERS)
def add_lrm(request: HttpRequest) -> HttpResponse:
    """One more."""
    return _saved_lrm(request, None)


@page(*KEEPERS)
def lrm(request: HttpRequest, lrm_id: int) -> HttpResponse:
    """One of them."""
    found = _one(queries.lrm_states(actor=request.actor), lrm_id)
    among = queries.territories(actor=request.actor)
    started = {name: getattr(found, name) for name in LrmForm.base_fields}
    return _lrm_form(request, LrmForm(initial=started, among=among), found)


@command(*KEEPERS)
def edit_lrm(request: HttpRequest, lrm_id: int) -> HttpResponse:
    """Another name or origin, or switched on or off."""
    return _saved_lrm(request, _one(queries.lrm_states(actor=request.actor), lrm_id))


def _one(rows: Any, row_id: int) -> Any:
    found = next((row for row in rows if row.id == row_id), None)
    if found is None:
        raise Http404
    return found


def _saved_lrm(request: HttpRequest, found: Any) -> HttpResponse:
    form = LrmForm(request.POST, among=queries.territories(actor=request.actor))
    about = {"lrm_id": found.id if found else None, "now": request.now}
    if not form.is_valid() or not succeeds(
        form, operations.save_lrm, actor=request.actor, **about, **form.cleaned_data
    ):
        return _lrm_form(request, form, found, status=422)
    messages.success(request, "Le logiciel est enregistré.")
    return SeeOther(LRMS)


def _lrm_form(request: HttpRequest, form: LrmForm, found: Any, *, status: int = 200) -> HttpResponse:
    return render(request, "administration/lrm.html", {"form": form, "found": found}, status=status)
