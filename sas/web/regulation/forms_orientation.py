"""Forms of the orientation. None has a free text: nothing of a patient can be typed (F-186)."""

import re
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.http import QueryDict
from dsfr.forms import DsfrBaseForm

from sas.rooms.offer.enums import DistanceBand
from sas.timetable.modality import Modality
from sas.web.kit.fields import HourField, day_input

_RETURNS = re.compile(r"/sas/(recherche\?|cpts/\d+(\?|$)|fiche/\d+(\?|$))")
_QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
_HOURS = [("", "Choisir une heure"), *((f"{t:%H:%M}", f"{t:%Hh%M}") for t in (*_QUARTERS, time(23, 59)))]
_STALE = "Ce formulaire n'est plus valable : revenez aux résultats, puis recommencez."


def accepted_return(wished: str) -> str:
    """The page of results, of a CPTS's members or of a place to come back to, "" when `wished` is anything else."""
    return wished if _RETURNS.match(wished) else ""


def accepted_band(told: str) -> DistanceBand:
    """The band of this code; anything else is not known."""
    return DistanceBand(told) if told in DistanceBand.values else DistanceBand.UNKNOWN


def search_of(back: str) -> QueryDict:
    """What the search asked to which `back` leads, through cards and CPTS; empty when it leads to none."""
    asked = QueryDict(urlsplit(back).query)
    while inner := accepted_return(asked.get("retour") or ""):
        asked = QueryDict(urlsplit(inner).query)
    return asked


def returning(wished: str, *, with_package: bool, distance: str = "") -> str:
    """What links to a place or to a slot carry: the page to come back to, the search that it was (F-200), how far."""
    package, far = {"forfait": "1"} if with_package else {}, {"distance": distance} if distance else {}
    return urlencode({"retour": wished} | package | far)


class KeyedForm(DsfrBaseForm):
    """What every orientation form carries: its idempotency key, where the regulator came from, how far the card said.

    Of the distance, a band alone: the address searched is kept nowhere.
    """

    cle = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _STALE, "invalid": _STALE})
    retour = forms.CharField(required=False, widget=forms.HiddenInput)
    distance = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_retour(self) -> str:
        """Results of our own search, or nowhere."""
        return accepted_return(self.cleaned_data["retour"])

    def clean_distance(self) -> DistanceBand:
        """The code of a band, or not known."""
        return accepted_band(self.cleaned_data["distance"])

    @property
    def with_package(self) -> bool:
        """Whether the search was for the reorientation package, valid or not."""
        return False


class SlotForm(KeyedForm):
    """Confirmation of an orientation on a slot; asks how the patient is received when several ways are offered.

    `forfait`: the search was for the reorientation package.
    """

    forfait = forms.BooleanField(required=False, widget=forms.HiddenInput)

    modality = forms.TypedChoiceField(
        label="Type de consultation",
        coerce=lambda value: Modality(int(value)),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez le type de consultation.",
            "invalid_choice": "Ce type de consultation n'est pas proposé sur ce créneau.",
        },
    )

    def __init__(self, *args: Any, ways: Modality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(int(way)), way.label) for way in ways]
        self.fields["modality"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["modality"]

    @property
    def with_package(self) -> bool:
        """As its hidden field carries it."""
        return bool(self.fields["forfait"].to_python(self["forfait"].value()))  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What a valid form asks of the operation beside the occurrence."""
        told = self.cleaned_data
        return {
            "key": told["cle"],
            "modality": told.get("modality"),
            "with_package": told["forfait"],
            "distance": told["distance"],
        }


class SurnumeraireForm(KeyedForm):
    """Date and hour of an orientation en sus, on the wall of the place (F-182)."""

    day = forms.DateField(
        label="Date",
        widget=day_input(),
        error_messages={"required": "Choisissez une date.", "invalid": "Cette date n'existe pas."},
    )
    time = HourField(
        label="Heure",
        choices=_HOURS,
        needed="Choisissez une heure.",
        unknown="L'heure se choisit par quart d'heure, par exemple 10h15, ou 23h59.",
    )

    @property
    def local(self) -> datetime:
        """The naive wall time of a valid form."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
