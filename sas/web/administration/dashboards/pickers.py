"""Of what and of when a dashboard is: a form that lives in the address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from dsfr.forms import DsfrBaseForm

from sas.rooms.piloting.enums import ScopeKind
from sas.rooms.piloting.queries import ScopeChoice
from sas.rooms.piloting.rules import Period, Scope, today
from sas.web.kit.attempts import whole
from sas.web.kit.fields import day_input

_DAY = timedelta(days=1)
_FIRST = date(2022, 1, 1)
"""No service d'accès aux soins had a platform before."""

FREE, USUAL = "dates", "30"
PERIODS = {
    "7": "7 derniers jours",
    USUAL: "30 derniers jours",
    "trimestre": "Trimestre en cours",
    "12": "12 derniers mois",
    FREE: "Dates libres",
}
LONGEST_DAYS = 3 * 366
"""Of a period by free dates: three years."""
_WORDS = {ScopeKind.COUNTRY: "pays", ScopeKind.TERRITORY: "territoire", ScopeKind.STRUCTURE: "structure"}
_KINDS = {word: kind for kind, word in _WORDS.items()}
_NO_DAY = {"invalid": "Saisissez une date au format jour/mois/année."}


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=day_input(), error_messages=_NO_DAY)


class PickForm(DsfrBaseForm):
    """A territory, a structure or the country; a period that ends yesterday, or between two days."""

    use_required_attribute = False
    perimetre = forms.ChoiceField(label="Périmètre", required=False)
    periode = forms.ChoiceField(label="Période", required=False, choices=list(PERIODS.items()))
    du = _day("Du")
    au = _day("Au")

    def __init__(self, data: Any, *, choices: Iterable[ScopeChoice], yesterday: date) -> None:
        super().__init__(data)
        self.yesterday = yesterday
        self.fields["perimetre"].choices = [(written(one.scope), one.label) for one in choices]

    def clean(self) -> dict[str, Any]:
        """Two days in order, none to come, when dates are free."""
        told: dict[str, Any] = super().clean()
        if told.get("periode") == FREE and not self.errors:
            for field, reason in _faults(told, yesterday=self.yesterday):
                self.add_error(field, reason)
        return told

    def period(self) -> Period:
        """The one asked for; the last thirty days for any other."""
        told = self.cleaned_data if self.is_valid() else {}
        for field in self.fields.values():
            field.required = True  # all are optional: saying it of each would only be noise
        if told.get("periode") == FREE:
            return Period(told["du"], told["au"])
        return Period(_first_day(told.get("periode", USUAL), self.yesterday), self.yesterday)


def _faults(told: dict[str, Any], *, yesterday: date) -> Iterable[tuple[str, str]]:
    first, last = told.get("du"), told.get("au")
    if not first:
        yield "du", "Saisissez le premier jour."
    elif first < _FIRST:
        yield "du", f"Les chiffres commencent au plus tôt le {_FIRST:%d/%m/%Y}."
    if not last:
        yield "au", "Saisissez le dernier jour."
    elif last > yesterday:
        yield "au", f"Les chiffres s'arrêtent au {yesterday:%d/%m/%Y}."
    elif first and last < first:
        yield "au", "Le dernier jour précède le premier."
    elif first and (last - first).days >= LONGEST_DAYS:
        yield "au", "Une période dure trois ans au plus."


def _first_day(asked: str, last: date) -> date:
    if asked == "trimestre":
        return last.replace(month=(last.month - 1) // 3 * 3 + 1, day=1)
    if asked == "12":
        # The year that ends that day: the 29th of February has no day of its name a year before.
        return last.replace(year=last.year - 1, day=min(last.day, 28) if last.month == 2 else last.day) + _DAY
    return last - (whole(asked, otherwise=30) - 1) * _DAY


@dataclass(frozen=True, slots=True)
class Asked:
    """What was picked, and how an address says it again."""

    form: PickForm
    scope: Scope
    label: str
    period: Period

    @property
    def query(self) -> str:
        """For the links to other themes and to files."""
        told = {"perimetre": written(self.scope), "periode": self.form.data["periode"]}
        if told["periode"] == FREE:
            told |= {"du": self.form.data.get("du", ""), "au": self.form.data.get("au", "")}
        return urlencode(told)


def asked(request: HttpRequest, choices: tuple[ScopeChoice, ...]) -> Asked:
    """What the address asks, among what one may read; what is somebody else's is refused by the room."""
    data = request.GET.copy()
    scope = _read(data.get("perimetre", "")) or choices[0].scope
    data["perimetre"] = written(scope)
    data["periode"] = data.get("periode", "") if data.get("periode") in PERIODS else USUAL
    form = PickForm(data, choices=choices, yesterday=yesterday(request))
    label = next((one.label for one in choices if one.scope == scope), "")
    return Asked(form, scope, label, form.period())


def yesterday(request: HttpRequest) -> date:
    """The last day of which anything can be known, in Paris."""
    return today(request.now) - _DAY


def written(scope: Scope) -> str:
    """« pays », « territoire-7 », « structure-12 »."""
    word = _WORDS[scope.kind]
    return f"{word}-{scope.id}" if scope.id else word


def _read(text: str) -> Scope | None:
    word, _, number = text.partition("-")
    kind, thing = _KINDS.get(word), whole(number, otherwise=0)
    if kind is None or (kind is ScopeKind.COUNTRY) != (text == word) or (kind is not ScopeKind.COUNTRY and not thing):
        return None
    return Scope(kind, thing)
