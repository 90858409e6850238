"""Forms of accounts: they read what is typed; the room says what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.rooms.accounts import rules
from sas.rooms.accounts.enums import AccountStatus
from sas.rooms.accounts.queries import AccountChoices, AccountFilters
from sas.rooms.accounts.rules import Asked

MOST_ENTRIES, SPARE_ENTRIES = 60, 2
_SUGGESTED = "Saisissez un nom ou un numéro, puis choisissez dans la liste ; le numéro seul suffit."
_OPTIONAL = ("commune", "cpx_number")


class Entries(forms.Widget):
    """Several lines of text of one name: those filled, and a few more to fill."""

    template_name = "administration/entries.html"

    def value_from_datadict(self, data: Any, _files: Any, name: str) -> list[str]:
        """Every line that holds something, in order."""
        given = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return [text.strip()[:200] for text in given if text.strip()][:MOST_ENTRIES]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """The lines, each with an id of its own."""
        context = super().get_context(name, value, attrs)
        start = attrs.get("id", name)
        lines = [*(value or ()), *[""] * SPARE_ENTRIES]
        context["lines"] = [
            {"id": start if at == 0 else f"{start}_{at}", "number": at + 1, "value": text}
            for at, text in enumerate(lines)
        ]
        return context

    def format_value(self, value: Any) -> Any:
        """As given: a list."""
        return value


def _entries(label: str, *, suggestions: str, each: str) -> forms.Field:
    attrs = {"suggestions": suggestions, "each": each}
    field = forms.Field(label=label, widget=Entries(attrs), help_text=_SUGGESTED)
    field.template_name = "administration/entries_field.html"
    return field


def _suggested(label: str, *, suggestions: str, help_text: str = _SUGGESTED) -> forms.CharField:
    attrs = {"autocomplete": "off", "data-suggestions": suggestions}
    return forms.CharField(label=label, max_length=200, help_text=help_text, widget=forms.TextInput(attrs))


_LONG = {"max_length": "%(limit_value)d caractères au maximum."}


class AccountForm(DsfrBaseForm):
    """An account: what applies to the roles ticked is judged by the room, the same for a file (F-221, F-222)."""

    use_required_attribute = False

    roles = forms.TypedMultipleChoiceField(
        label="Rôles",
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Vous ne pouvez pas donner ce rôle."},
    )
    email = forms.CharField(
        label="Adresse électronique",
        max_length=254,
        error_messages=_LONG,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    professional = _suggested(
        "Professionnel de santé (RPPS ou ADELI)", suggestions="/administration/suggestions/professionnels"
    )
    family_name = forms.CharField(label="Nom", max_length=80, error_messages=_LONG)
    given_name = forms.CharField(label="Prénom", max_length=80, error_messages=_LONG)
    structures = _entries(
        "Structures rattachées (FINESS ou SIRET)",
        suggestions="/administration/suggestions/structures",
        each="Structure",
    )
    delegated_professionals = _entries(
        "Professionnels pour lesquels le délégataire agit (RPPS ou ADELI)",
        suggestions="/administration/suggestions/professionnels",
        each="Professionnel",
    )
    delegated_structures = _entries(
        "Structures pour lesquelles le délégataire agit (FINESS ou SIRET)",
        suggestions="/administration/suggestions/structures",
        each="Structure",
    )
    territories = forms.MultipleChoiceField(
        label="Territoires",
        help_text="Au moins un pour un Régulateur-OSNP, un IOA ou un gestionnaire de comptes.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce territoire n'est pas l'un des vôtres."},
    )
    commune = _suggested(
        "Commune", suggestions="/administration/suggestions/communes", help_text="Nom, et code postal s'il le faut."
    )
    cpx_number = forms.CharField(label="Numéro de carte CPx", max_length=40, error_messages=_LONG)
    stamp = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, choices: AccountChoices, frozen: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        roles, territories = self.fields["roles"], self.fields["territories"]
        roles.choices = [(role.value, role.label) for role in choices.roles]  # type: ignore[attr-defined]
        territories.choices = [(str(one.id), one.name) for one in choices.territories]  # type: ignore[attr-defined]
        self.fields["family_name"].disabled = self.fields["given_name"].disabled = frozen
        # What must be said depends on the roles: the room judges it.
        self._mark(needed=data is None)

    def clean(self) -> dict[str, Any]:
        """Shown again, no field but two reads « optionnel »."""
        self._mark(needed=True)
        return self.cleaned_data

    def _mark(self, *, needed: bool) -> None:
        for name, field in self.fields.items():
            field.required = needed and name not in _OPTIONAL

    def asked(self) -> Asked:
        """What is asked, as far as it could be read."""
        kept = self.cleaned_data
        lists = ("structures", "delegated_professionals", "delegated_structures", "territories", "roles")
        texts = ("email", "family_name", "given_name", "professional", "commune", "cpx_number")
        said: dict[str, Any] = {name: tuple(kept.get(name) or ()) for name in lists}
        return Asked(**said | {name: kept.get(name) or "" for name in texts})

    def add_problems(self, problems: Mapping[str, str]) -> None:
        """Each sentence beside its field, unless the field has one already."""
        for name, sentence in problems.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)


def typed(asked: Asked, *, stamp: str) -> dict[str, Any]:
    """What the form of an existing account starts from."""
    names = [name for name in AccountForm.base_fields if name != "stamp"]
    started = {name: getattr(asked, name) for name in names}
    return started | {"roles": [role.value for role in asked.roles], "stamp": stamp}


class FilterForm(DsfrBaseForm):
    """What the list of accounts is narrowed to; lives in the address."""

    use_required_attribute = False
    texte = forms.CharField(label="Nom ou adresse électronique", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Rôle", required=False, choices=[("", "Tous"), *((role.value, role.label) for role in Role)]
    )
    statut = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *AccountStatus.choices])
    territoire = forms.ChoiceField(label="Territoire", required=False)

    def __init__(self, data: Any, *, choices: AccountChoices) -> None:
        super().__init__(data)
        named = [(str(one.id), one.name) for one in choices.territories]
        self.fields["territoire"].choices = [("", "Tous"), *named]  # type: ignore[attr-defined]

    def filters(self) -> AccountFilters:
        """What could be read; a word that is none narrows nothing."""
        self.is_valid()
        for field in self.fields.values():
            field.required = True  # all are optional: saying it of each would only be noise
        kept = self.cleaned_data
        return AccountFilters(
            text=kept.get("texte", ""),
            role=Role(kept["role"]) if kept.get("role") else None,
            status=AccountStatus(kept["statut"]) if kept.get("statut") else None,
            territory_id=int(kept["territoire"]) if kept.get("territoire") else None,
        )


APPLIES = {name: " ".join(roles) for name, roles in rules.APPLIES.items()}
"""For the page: the roles that each part of the form is about."""
