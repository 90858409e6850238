"""Forms of those who manage accounts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.accounts.queries import Attachable
from sas.rooms.accounts.rules.delegating import COMMENT_LENGTH, REASON_LENGTH


class CommentForm(DsfrBaseForm):
    """A note on a request, for the others who read the queue."""

    text = forms.CharField(
        label="Ajouter un commentaire",
        help_text=f"Lu par les gestionnaires de comptes et les référents. {COMMENT_LENGTH} caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": COMMENT_LENGTH}),
        error_messages={"required": "Écrivez votre commentaire."},
    )


class RefusalForm(DsfrBaseForm):
    """Why a request is refused."""

    reason = forms.CharField(
        label="Motif transmis au demandeur",
        help_text=f"{REASON_LENGTH} caractères au plus.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        error_messages={"required": "Indiquez le motif : il est transmis au demandeur."},
    )


class AcceptanceForm(DsfrBaseForm):
    """For whom the person may act: what the requester has, and the manager may attach; all ticked at first."""

    chosen = forms.MultipleChoiceField(
        label="La personne pourra tenir les agendas de",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez au moins un professionnel ou une structure.",
            "invalid_choice": "Ce choix n'est plus possible : relisez la liste.",
        },
    )

    def __init__(self, data: Any = None, *, attachable: Sequence[Attachable], **kwargs: Any) -> None:
        owners = [one.owner for one in attachable if not one.problem]
        super().__init__(data, initial={"chosen": [owner.key for owner in owners]}, **kwargs)
        named = [(owner.key, f"{owner.name} – {owner.kind}") for owner in owners]
        self.fields["chosen"].choices = named  # type: ignore[attr-defined]
