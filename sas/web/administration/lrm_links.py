"""« Tester un appel contextuel »: the link that a software would open, and what is understood of it (F-162)."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import LrmState
from sas.rooms.directory.rules import KEEPERS
from sas.rooms.offer import queries as offer
from sas.rooms.offer.calls import LONGEST, NOT_IDENTIFIED, NOT_SUPPLIED, call_of
from sas.rooms.offer.queries import UnderstoodCall
from sas.web.kit.access import page

_DOCTORS = {
    NOT_IDENTIFIED: "Non identifié (sas_pf_001)",
    NOT_SUPPLIED: "Non transmis (sas_pf_002)",
}


def _free(name: str, label: str, help_text: str = "") -> forms.CharField:
    longest = LONGEST[name]
    told = {"max_length": f"{longest} caractères au maximum."}
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=longest, error_messages=told)


class CallForm(DsfrBaseForm):
    """The parameters of a call, under their own names."""

    use_required_attribute = False
    origin = forms.ChoiceField(
        label="Logiciel de régulation (origin)",
        error_messages={"required": "Choisissez un logiciel.", "invalid_choice": "Choisissez dans la liste."},
    )
    inseecode = _free("inseecode", "Code INSEE de la commune (inseecode)", "Lu avant le nom de la commune.")
    city = _free("city", "Commune (city)")
    streetnumber = _free("streetnumber", "Numéro (streetnumber)")
    streetname = _free("streetname", "Voie (streetname)")
    specialty = _free(
        "specialty",
        "Spécialité (specialty)",
        "Du texte, ou un code : urn:oid:1.2.250.1.213.2.28|SM54. Vide : médecine générale.",
    )
    practitioner = _free(
        "practitioner",
        "Médecin traitant (practitioner)",
        "Un nom, ou un numéro RPPS : urn:oid:1.2.250.1.71.4.2.1|8 puis ses onze chiffres.",
    )

    def __init__(self, data: Any = None, *, lrms: tuple[LrmState, ...]) -> None:
        super().__init__(data)
        listed = [(one.origin, f"{one.name}{'' if one.active else ' (inactif)'}") for one in lrms]
        self.fields["origin"].choices = [("", "Choisissez"), *listed]  # type: ignore[attr-defined]


@page(*KEEPERS)
def trial(request: HttpRequest) -> HttpResponse:
    """The form; below it, once it is sent, the link and what the platform makes of it."""
    lrms = directory.lrm_states(actor=request.actor)
    form = CallForm(request.GET or None, lrms=lrms)
    shown: dict[str, Any] = {"form": form, "link": "", "path": "", "disabled": False, "found": None, "problem": ""}
    if form.is_valid():
        shown |= _tried(request, form.cleaned_data, lrms)
    return render(request, "administration/lrm_trial.html", shown, status=422 if form.errors else 200)


def _tried(request: HttpRequest, asked: dict[str, str], lrms: tuple[LrmState, ...]) -> dict[str, Any]:
    path = f"/sas/recherche?{urlencode({name: value for name, value in asked.items() if value})}"
    active = {one.origin for one in lrms if one.active}
    shown = {"path": path, "link": f"{settings.PUBLIC_URL}{path}", "disabled": asked["origin"] not in active}
    try:
        found = offer.understood_call(actor=request.actor, call=call_of(asked), now=request.now)
    except Impossible as problem:
        return shown | {"problem": problem.reason}
    return shown | {"found": found, "doctor": _doctor(request, found)}


def _doctor(request: HttpRequest, found: UnderstoodCall) -> str:
    if found.doctor in _DOCTORS:
        return _DOCTORS[found.doctor]
    known = directory.professionals(actor=request.actor, national_ids=[found.doctor])
    return known[0].label if known else _DOCTORS[NOT_IDENTIFIED]
