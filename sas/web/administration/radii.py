"""Where each département is searched from, and how far: published values and the platform's (F-228)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.directory import operations, queries
from sas.rooms.directory.queries import DepartementRadii
from sas.rooms.directory.rules import FARTHEST_KM, KEEPERS, Radii
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

HOME = "/administration/departements"
_NUMBER = {"required": "Renseignez un nombre.", "invalid": "Ce n'est pas un nombre."}

_DEGREES: dict[str, Any] = {"localize": True, "error_messages": _NUMBER, "widget": forms.TextInput}


class RadiiForm(DsfrBaseForm):
    """A centre and two radii; the room says what they may be."""

    use_required_attribute = False
    lat = forms.FloatField(
        label="Latitude du centre (degrés)", localize=True, error_messages=_NUMBER, widget=forms.TextInput
    )
    lon = forms.FloatField(
        label="Longitude du centre (degrés)", localize=True, error_messages=_NUMBER, widget=forms.TextInput
    )
    county_radius_km = forms.IntegerField(
        label="Rayon d'une recherche dans tout le département (km)",
        help_text=f"De 1 à {FARTHEST_KM} km.",
        error_messages=_NUMBER,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    city_radius_km = forms.IntegerField(
        label="Rayon autour d'une ville ou d'une adresse (km)",
        help_text=f"De 1 à {FARTHEST_KM} km.",
        error_messages=_NUMBER,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )


@page(*KEEPERS)
def departement_list(request: HttpRequest) -> HttpResponse:
    """All of them, with what is published where it differs."""
    found = queries.departement_radii(actor=request.actor)
    return render(request, "administration/radii.html", {"rows": found})


@page(*KEEPERS)
def departement(request: HttpRequest, code: str) -> HttpResponse:
    """One département: the values used, the published ones."""
    found = _found_or_404(request, code)
    names = list(RadiiForm.base_fields)
    return _shown(request, found, RadiiForm(initial={name: getattr(found.used, name) for name in names}))


@command(*KEEPERS)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Use other values from the next search on."""
    found, form = _found_or_404(request, code), RadiiForm(request.POST)
    about = {"actor": request.actor, "code": code, "stamp": request.POST.get("stamp", ""), "now": request.now}
    if not form.is_valid() or not succeeds(form, operations.edit_radii, draft=Radii(**form.cleaned_data), **about):
        return _shown(request, found, form, status=422)
    messages.success(request, f"{found.label} : les valeurs sont enregistrées, la recherche s'en sert aussitôt.")
    return SeeOther(HOME)


@command(*KEEPERS)
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Back to what is published."""
    found, stamp = _found_or_404(request, code), request.POST.get("stamp", "")
    try:
        operations.restore_radii(actor=request.actor, code=code, stamp=stamp, now=request.now)
    except Impossible as problem:
        messages.error(request, problem.reason)
    else:
        messages.success(request, f"{found.label} : les valeurs publiées servent de nouveau.")
    return SeeOther(HOME)


def _found_or_404(request: HttpRequest, code: str) -> DepartementRadii:
    found = queries.departement_radii(actor=request.actor, codes=[code])
    if not found:
        raise Http404
    return found[0]


def _shown(request: HttpRequest, found: DepartementRadii, form: Any, *, status: int = 200) -> HttpResponse:
    stamp = request.POST.get("stamp") or found.used.stamp
    shown = {"found": found, "form": form, "stamp": stamp}
    return render(request, "administration/radii_edit.html", shown, status=status)
