"""The search as the page address carries it."""

from enum import StrEnum
from secrets import randbelow

from django import forms

from sas.rooms.offer.enums import Mode

SEEDS = 2**31
FARTHEST_PAGE = 10_000
MOST_PLACES = 50
_LONGEST_ID = 18


class Shown(StrEnum):
    """How results are looked at (F-156)."""

    LIST = "liste"
    MAP = "carte"
    TABLE = "tableau"


class SearchForm(forms.Form):
    """What, where, mode, page; the seed of the random order is drawn once and then carried (F-140, F-146)."""

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
    page = forms.IntegerField(required=False, min_value=1, max_value=FARTHEST_PAGE)
    graine = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1)
    vue = forms.ChoiceField(required=False, choices=[(shown.value, shown.value) for shown in Shown])
    lieux = forms.CharField(required=False, max_length=MOST_PLACES * (_LONGEST_ID + 1))

    def clean_mode(self) -> Mode:
        """The default mode when none is asked."""
        return Mode(self.cleaned_data["mode"] or Mode.SLOTS)

    def clean_page(self) -> int:
        """The first page when none is asked."""
        return self.cleaned_data["page"] or 1

    def clean_vue(self) -> Shown:
        """The list when nothing else is asked."""
        return Shown(self.cleaned_data["vue"] or Shown.LIST)

    def clean_lieux(self) -> tuple[int, ...]:
        """The places of one point of the map, whose ids are separated by commas; none: every result."""
        asked = self.cleaned_data["lieux"].split(",") if self.cleaned_data["lieux"] else []
        if len(asked) > MOST_PLACES or not all(_is_id(one) for one in asked):
            raise forms.ValidationError("Ces lieux n'existent pas.")
        return tuple(int(one) for one in asked)

    def clean_graine(self) -> int:
        """A new order for a new search."""
        seed = self.cleaned_data["graine"]
        return randbelow(SEEDS) if seed is None else seed


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
