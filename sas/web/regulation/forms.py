"""The search as the page address carries it."""

from collections.abc import Mapping
from secrets import randbelow
from typing import Any

from django import forms

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import BANDS, DISTANCES_KM, Filters
from sas.rooms.offer.rules import CONVENTIONS
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice

SEEDS = 2**31
FARTHEST_PAGE = 10_000
WHOLE_DISC = 0


def _several(labels: Mapping[int, str]) -> forms.TypedMultipleChoiceField:
    choices = [(str(value), label) for value, label in labels.items()]
    return forms.TypedMultipleChoiceField(required=False, choices=choices, coerce=int)


class SearchForm(forms.Form):
    """What, where, mode, filters, page; the seed of the random order is drawn once and then carried (F-140, F-146)."""

    text = forms.CharField(
        min_length=3,
        max_length=120,
        error_messages={
            "required": "Renseignez une spécialité, une structure ou un nom.",
            "min_length": "Renseignez au moins 3 caractères.",
            "max_length": "Renseignez 120 caractères au plus.",
        },
    )
    loc = forms.CharField(
        max_length=200,
        error_messages={
            "required": "Renseignez une adresse, une ville ou un département.",
            "max_length": "Renseignez 200 caractères au plus.",
        },
    )
    lieu = forms.CharField(required=False, max_length=60)
    mode = forms.ChoiceField(required=False, choices=[(mode.value, mode.label) for mode in Mode])
    ordre = forms.ChoiceField(required=False, choices=[(choice.value, choice.value) for choice in Choice])
    type = forms.MultipleChoiceField(required=False)
    sous = _several({at: f"{low} – {high} h" for at, (low, high) in enumerate(BANDS)})
    consultation = _several({int(one): one.label for one in Modality})
    convention = _several(dict(enumerate(CONVENTIONS)))
    km = forms.TypedChoiceField(
        required=False,
        choices=[("0", "Toute la zone"), *((str(km), f"Moins de {km} km") for km in DISTANCES_KM)],
        coerce=int,
        empty_value=WHOLE_DISC,
    )
    sas = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=FARTHEST_PAGE)
    graine = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1)
    liste = forms.CharField(required=False, max_length=36)
    medecin = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Mapping[str, Any], *, types: Mapping[str, str]) -> None:
        super().__init__(data)
        self.fields["type"].choices = list(types.items())  # type: ignore[attr-defined]

    def clean_mode(self) -> Mode | None:
        """None: the first that the role may ask for."""
        return Mode(self.cleaned_data["mode"]) if self.cleaned_data["mode"] else None

    def clean_ordre(self) -> Choice:
        """The published order when none is chosen."""
        return Choice(self.cleaned_data["ordre"])

    def clean_page(self) -> int:
        """The first page when none is asked."""
        return self.cleaned_data["page"] or 1

    def clean_graine(self) -> int:
        """A new order for a new search."""
        seed = self.cleaned_data["graine"]
        return randbelow(SEEDS) if seed is None else seed

    @property
    def filters(self) -> Filters:
        """What narrows the search, once the form is valid."""
        asked = self.cleaned_data
        return Filters(
            types=frozenset(asked["type"]),
            bands=frozenset(asked["sous"]),
            modalities=Modality(sum(set(asked["consultation"]))),
            conventions=frozenset(asked["convention"]),
            distance_km=asked["km"],
            participates=asked["sas"],
        )
