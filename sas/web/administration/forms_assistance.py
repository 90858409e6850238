"""Forms of those who answer requests for help."""

from collections.abc import Sequence
from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.assistance.enums import AssistanceState, Topic
from sas.rooms.assistance.queries import AssistanceFilters
from sas.rooms.assistance.rules import ANSWER_LENGTH
from sas.rooms.directory.queries import TerritoryFacts


class AnswerForm(DsfrBaseForm):
    """What is written to whoever asked."""

    use_required_attribute = False

    text = forms.CharField(
        label="Votre réponse",
        strip=False,
        help_text=f"Envoyée par courriel à l'adresse de la demande. {ANSWER_LENGTH} caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": ANSWER_LENGTH}),
        error_messages={"required": "Écrivez votre réponse."},
    )


class AssistanceFilterForm(DsfrBaseForm):
    """What the list is narrowed to; lives in the address."""

    use_required_attribute = False
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *AssistanceState.choices])
    objet = forms.ChoiceField(label="Objet", required=False, choices=[("", "Tous"), *Topic.choices])
    territoire = forms.ChoiceField(label="Territoire", required=False)

    def __init__(self, data: Any, *, territories: Sequence[TerritoryFacts]) -> None:
        super().__init__(data)
        named = [(str(one.id), one.name) for one in territories]
        self.fields["territoire"].choices = [("", "Tous"), *named]  # type: ignore[attr-defined]

    def filters(self) -> AssistanceFilters:
        """What could be read; a word that is none narrows nothing."""
        self.is_valid()
        for field in self.fields.values():
            field.required = True  # all are optional: saying it of each would only be noise
        kept = self.cleaned_data
        return AssistanceFilters(
            state=AssistanceState(kept["etat"]) if kept.get("etat") else None,
            topic=Topic(kept["objet"]) if kept.get("objet") else None,
            territory_id=int(kept["territoire"]) if kept.get("territoire") else None,
        )
