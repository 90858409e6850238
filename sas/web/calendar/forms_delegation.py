"""The form of whoever asks for a délégataire."""

from collections.abc import Sequence
from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.accounts.operations import DelegateDraft
from sas.rooms.accounts.rules.delegating import NAME_LENGTH
from sas.rooms.directory.queries import Town
from sas.rooms.directory.rules import search_key

CHOICES = 8
_UNKNOWN_TOWN = "Cette ville n'est pas dans la liste des communes : vérifiez son nom, ou donnez son code postal."
_PICK_TOWN = "Plusieurs villes peuvent correspondre : choisissez la bonne."
_OFF = {"autocomplete": "off"}  # it is somebody else's name and address


class DelegateForm(DsfrBaseForm):
    """« Demander l'ajout d'un délégataire » (F-120, C4): all fields are mandatory, the city is one of the communes.

    `towns` are the communes that the words typed may mean; `lieu` asks which one when they do not name exactly one.
    """

    family_name = forms.CharField(
        label="Nom",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs=_OFF),
        error_messages={"required": "Renseignez le nom de votre délégataire."},
    )
    given_name = forms.CharField(
        label="Prénom",
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs=_OFF),
        error_messages={"required": "Renseignez le prénom de votre délégataire."},
    )
    city = forms.CharField(
        label="Ville d'exercice",
        help_text="Le nom de la commune ou son code postal.",
        max_length=120,
        widget=forms.TextInput(attrs={**_OFF, "data-suggestions": "/delegations/villes"}),
        error_messages={"required": "Renseignez la ville d'exercice de votre délégataire."},
    )
    lieu = forms.ChoiceField(
        label="Quelle ville ?",
        widget=forms.RadioSelect,
        error_messages={"required": _PICK_TOWN, "invalid_choice": _PICK_TOWN},
    )
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs=_OFF),
        error_messages={
            "required": "Renseignez l'adresse électronique de votre délégataire.",
            "invalid": "Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.",
        },
    )

    def __init__(self, data: Any = None, *, towns: Sequence[Town] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.town = _named(towns, str(self.data.get("city", "")))
        self.towns = {} if self.town else {town.code: town for town in towns[:CHOICES]}
        if self.towns:
            proposed = [(code, f"{town.label}, {town.departement_name}") for code, town in self.towns.items()]
            self.fields["lieu"].choices = proposed  # type: ignore[attr-defined]
        else:
            del self.fields["lieu"]

    def clean(self) -> dict[str, Any]:
        """Which commune is meant."""
        kept = self.cleaned_data
        self.town = self.town or self.towns.get(kept.get("lieu", ""))
        if "city" in kept and self.town is None and not self.towns:
            self.add_error("city", _UNKNOWN_TOWN)
        return kept

    def draft(self) -> DelegateDraft:
        """What was asked."""
        kept = self.cleaned_data
        assert self.town is not None  # a valid form has one
        return DelegateDraft(kept["family_name"], kept["given_name"], kept["email"], self.town.code)


def _named(towns: Sequence[Town], text: str) -> Town | None:
    """The only one whose whole name, with or without a postal code, was typed; or the only one of a postal code."""
    name = " ".join(word for word in search_key(text).split() if not word.isdigit())
    found = [town for town in towns if search_key(town.name) == name] if name else list(towns)
    return found[0] if len(found) == 1 else None
