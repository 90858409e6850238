"""The form « Période d'indisponibilité »: a box, as many pairs of dates as the setting allows, the other places."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from dsfr.forms import DsfrBaseForm

from sas.rooms.availability.queries import Absences
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.texts.queries import Words
from sas.timetable.absence import Period, period_problems
from sas.web.calendar.forms import date_field

_MISSING = {
    "debut": "Indiquez la date de début de cette période.",
    "fin": "Indiquez la date de fin de cette période.",
}


class Row(NamedTuple):
    """One period on the screen; an empty one waits for « Ajouter une autre période d'indisponibilité »."""

    number: int
    first: BoundField
    last: BoundField
    filled: bool


class HalfOfPeriod(forms.DateField):
    """One of two dates: whether it may be empty depends on the other one."""

    def validate(self, value: Any) -> None:
        """The form compares both."""


class AbsenceForm(DsfrBaseForm):
    """Rows left empty are no periods; `today` is the date on the wall of the place."""

    use_required_attribute = False

    def __init__(
        self, *, found: Absences, others: Sequence[PlaceFacts], today: date, words: Words, data: Any = None
    ) -> None:
        self.most, self.others, self.today = max(found.most, len(found.periods)), tuple(others), today
        super().__init__(data, initial=_initial(found))
        # A box says yes or no: it is neither required nor optional.
        self.fields["indefinite_box"] = forms.NullBooleanField(
            label=words["unavailability_now"].text, widget=forms.CheckboxInput
        )
        for number in range(self.most):
            self.fields[f"debut_{number}"] = date_field("Du", kind=HalfOfPeriod)
            self.fields[f"fin_{number}"] = date_field("Au", kind=HalfOfPeriod)
        if others:
            addresses = " ; ".join(place.address_line for place in others)
            self.fields["also"] = forms.NullBooleanField(
                label="Appliquer aussi à mes autres lieux",
                help_text=f"{addresses}. {words['unavailability_elsewhere'].text}",
                widget=forms.CheckboxInput,
            )

    def clean(self) -> dict[str, Any]:
        """Both dates of a row or none; then what the kernel says of the periods, each beside its row."""
        for number in range(self.most):
            given = {name: self.cleaned_data.get(f"{name}_{number}") for name in _MISSING}
            for name, sentence in _MISSING.items():
                if any(given.values()) and not given[name] and f"{name}_{number}" not in self.errors:
                    self.add_error(f"{name}_{number}", sentence)
        found = period_problems(self.periods, today=self.today, most=self.most)
        rows = {f"periods-{nth}": f"fin_{number}" for nth, number in enumerate(self._filled())}
        for name, sentence in found.items():
            self.add_error(rows.get(name), sentence)
        return self.cleaned_data

    @property
    def indefinite(self) -> bool:
        """Whether the place is unavailable from now on."""
        return bool(self.cleaned_data.get("indefinite_box"))

    @property
    def periods(self) -> list[Period]:
        """The periods, in the order of their rows."""
        return [Period(*self._dates(number)) for number in self._filled()]

    @property
    def rows(self) -> list[Row]:
        """The pairs of dates as they are shown."""
        return [self._row(number) for number in range(self.most)]

    def _row(self, number: int) -> Row:
        first, last = self[f"debut_{number}"], self[f"fin_{number}"]
        return Row(number, first, last, bool(first.value() or last.value() or first.errors or last.errors))

    def _dates(self, number: int) -> tuple[Any, Any]:
        return self.cleaned_data.get(f"debut_{number}"), self.cleaned_data.get(f"fin_{number}")

    def _filled(self) -> list[int]:
        return [number for number in range(self.most) if all(self._dates(number))]


def _initial(found: Absences) -> dict[str, Any]:
    dates = {"indefinite_box": found.since is not None}
    for number, period in enumerate(found.periods):
        dates |= {f"debut_{number}": period.first_day, f"fin_{number}": period.last_day}
    return dates
