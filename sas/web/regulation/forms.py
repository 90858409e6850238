"""The search as the page address carries it."""

from collections.abc import Mapping
from enum import StrEnum
from secrets import randbelow
from typing import Any, Self

from django import forms

from sas.rooms.offer.enums import Mode
from sas.rooms.offer.queries import BANDS, DISTANCES_KM, Filters
from sas.rooms.offer.rules import CONVENTIONS
from sas.timetable.modality import Modality
from sas.timetable.ranking import Choice

SEEDS = 2**31
FARTHEST_PAGE = 10_000
MOST_PLACES = 50
MOST_SHOWN = 200
_LONGEST_ID = 18
WHOLE_DISC = 0


def _several(labels: Mapping[int, str]) -> forms.TypedMultipleChoiceField:
    choices = [(str(value), label) for value, label in labels.items()]
    return forms.TypedMultipleChoiceField(required=False, choices=choices, coerce=int)


class Shown(StrEnum):
    """How results are looked at (F-156)."""

    LIST = "liste"
    MAP = "carte"
    TABLE = "tableau"


class _Shared(dict[str, forms.Field]):
    """Fields that every search shares. Django copies those of a form for each request, with all their choices."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


class _Words(forms.MultipleChoiceField):
    """Several values of a list that the form alone knows, and judges."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002
        return True


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
    type = _Words(required=False)
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
    vue = forms.ChoiceField(required=False, choices=[(shown.value, shown.value) for shown in Shown])
    lieux = forms.CharField(required=False, max_length=MOST_PLACES * (_LONGEST_ID + 1))

    def __init__(self, data: Mapping[str, Any], *, types: Mapping[str, str]) -> None:
        super().__init__(data)
        self._types = types

    def clean_type(self) -> list[str]:
        """Types of places that there are."""
        if not set(self.cleaned_data["type"]) <= self._types.keys():
            raise forms.ValidationError("Ce type n'existe pas.")
        return self.cleaned_data["type"]

    def clean_mode(self) -> Mode | None:
        """None: the first that the role may ask for."""
        return Mode(self.cleaned_data["mode"]) if self.cleaned_data["mode"] else None

    def clean_ordre(self) -> Choice:
        """The published order when none is chosen."""
        return Choice(self.cleaned_data["ordre"])

    def clean_page(self) -> int:
        """The first page when none is asked."""
        return self.cleaned_data["page"] or 1

    def clean_vue(self) -> Shown:
        """The list when nothing else is asked."""
        return Shown(self.cleaned_data["vue"] or Shown.LIST)

    def clean_lieux(self) -> tuple[int, ...]:
        """The places of one point of the map, whose ids are separated by commas; none: every result."""
        return ids_in(self.cleaned_data["lieux"], most=MOST_PLACES)

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


SearchForm.base_fields = _Shared(SearchForm.base_fields)


class FollowedForm(forms.Form):
    """What an open page of results asks of itself, as ids separated by commas (ADR 35).

    `vus`: the places that it shows; `cpts`: the CPTS that each stands for, 0 for none; `cartes`: those to draw anew.
    """

    vus = forms.CharField(required=False, max_length=MOST_SHOWN * (_LONGEST_ID + 1))
    cpts = forms.CharField(required=False, max_length=MOST_SHOWN * (_LONGEST_ID + 1))
    cartes = forms.CharField(required=False, max_length=MOST_SHOWN * (_LONGEST_ID + 1))

    def clean(self) -> dict[str, tuple[int, ...]]:
        """Each list as ids."""
        return {name: ids_in(text, most=MOST_SHOWN) for name, text in self.cleaned_data.items()}


def ids_in(text: str, *, most: int) -> tuple[int, ...]:
    """The ids of places that commas separate; raises ValidationError for anything else, or for too many."""
    asked = text.split(",") if text else []
    if len(asked) > most or not all(_is_id(one) for one in asked):
        raise forms.ValidationError("Ces lieux n'existent pas.")
    return tuple(int(one) for one in asked)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
