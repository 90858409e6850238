"""The search as the page address carries it."""

from secrets import randbelow

from django import forms

from sas.rooms.offer.enums import Mode

SEEDS = 2**31
FARTHEST_PAGE = 10_000


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
    medecin = forms.CharField(required=False, max_length=20)

    def clean_mode(self) -> Mode:
        """The default mode when none is asked."""
        return Mode(self.cleaned_data["mode"] or Mode.SLOTS)

    def clean_page(self) -> int:
        """The first page when none is asked."""
        return self.cleaned_data["page"] or 1

    def clean_graine(self) -> int:
        """A new order for a new search."""
        seed = self.cleaned_data["graine"]
        return randbelow(SEEDS) if seed is None else seed
