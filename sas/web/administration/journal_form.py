"""What is asked of the trail; lives in the address."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator
from dsfr.forms import DsfrBaseForm

from sas.rooms.journal.rules.reading import TraceFilters
from sas.web.administration.journal_words import ACTS, THINGS
from sas.web.kit.attempts import whole
from sas.web.kit.fields import day_input

_PARIS = ZoneInfo("Europe/Paris")
_LAST = date(2999, 12, 31)
_DAY = {"invalid": "Saisissez une date : jour, mois, année."}
FIELDS = {"subject_id": "numero", "until": "au"}
"""The fields that the room names, under the names of this form."""


def _day(label: str) -> forms.DateField:
    latest = MaxValueValidator(_LAST, "Saisissez une date qui n'est pas si lointaine.")
    return forms.DateField(label=label, required=False, error_messages=_DAY, widget=day_input(), validators=[latest])


def _choice(label: str, words: dict[str, str]) -> forms.ChoiceField:
    named = sorted(words.items(), key=lambda one: one[1])
    return forms.ChoiceField(label=label, required=False, choices=[("", "Tous"), *named])


class TrailForm(DsfrBaseForm):
    """Nothing is required; days are those of Paris, both within the period."""

    use_required_attribute = False
    du = _day("Du")
    au = _day("Au")
    personne = forms.CharField(label="Auteur : numéro de compte ou nom", required=False, max_length=100)
    acte = _choice("Acte", ACTS)
    objet = _choice("Objet", THINGS)
    numero = forms.CharField(label="Numéro de l'objet", required=False, max_length=64)

    def read(self) -> bool:
        """Whether all could be read."""
        sound = self.is_valid()
        for field in self.fields.values():
            field.required = True  # all are optional: saying it of each would only be noise
        return sound

    def person(self) -> tuple[int | None, str]:
        """The number of an account, or what is to be looked for among names."""
        told = str(self.cleaned_data.get("personne", "")).removeprefix("n°").strip()
        return (whole(told, otherwise=0), "") if told.isdecimal() else (None, told)

    def filters(self, user_id: int | None) -> TraceFilters:
        """Once the form is valid."""
        kept: dict[str, Any] = self.cleaned_data
        return TraceFilters(
            user_id=user_id,
            verb=kept["acte"],
            subject=kept["objet"],
            subject_id=kept["numero"].strip(),
            since=_midnight(kept["du"]),
            until=_midnight(kept["au"], after=1),
        )


def _midnight(day: date | None, *, after: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=after), time(), _PARIS) if day else None
