"""What the tables of a territory have in common: its form, what the address asks, and how cells say yes or no."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from dsfr.forms import DsfrBaseForm

from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.indicators.rules import Quarter
from sas.web.kit.attempts import whole
from sas.web.kit.quarters import quarter_asked, quarters_shown

EVERY = ("", "Tous")
MET = {"oui": True, "non": False}


class QuarterForm(DsfrBaseForm):
    """Whose table, of which quarter; lives in the address."""

    use_required_attribute = False
    territoire = forms.ChoiceField(label="Territoire", required=False)
    trimestre = forms.ChoiceField(label="Trimestre", required=False)

    def __init__(self, data: Any, *, territories: Iterable[TerritoryFacts], quarters: Iterable[Quarter]) -> None:
        super().__init__(data)
        self.fields["territoire"].choices = [(str(one.id), one.name) for one in territories]
        self.fields["trimestre"].choices = [(one.key, one.label) for one in quarters]

    def told(self) -> dict[str, Any]:
        """What could be read; a word that is none narrows nothing."""
        self.is_valid()
        for field in self.fields.values():
            field.required = True  # all are optional: saying it of each would only be noise
        return self.cleaned_data

    def filters(self) -> Any:
        """What could be read, as the room wants it."""
        raise NotImplementedError


def asked(
    request: HttpRequest, kind: type[QuarterForm], *, territories: tuple[TerritoryFacts, ...]
) -> tuple[QuarterForm, dict[str, Any]]:
    """The form as the address fills it, and what it asks; a territory of somebody else's is refused by the room."""
    data, quarter = (request.POST or request.GET).copy(), quarter_asked(request)
    first = territories[0].id if territories else 0
    territory_id = whole(data.get("territoire", ""), otherwise=first)
    data["territoire"], data["trimestre"] = str(territory_id), quarter.key
    form = kind(data, territories=territories, quarters=quarters_shown(request))
    return form, {"territory_id": territory_id, "quarter": quarter, "filters": form.filters()}


def yes(told: bool) -> str:  # noqa: FBT001  one cell
    """One cell."""
    return "Oui" if told else "Non"
