"""« Editer vos paramètres » of a health centre or of an SOS association (structure guide, chapter II)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from dsfr.forms import DsfrBaseForm

from sas.actor import Role
from sas.rooms.directory.enums import StructureKind
from sas.rooms.participation import operations, queries
from sas.rooms.participation.queries import HouseFacts
from sas.rooms.participation.rules import MOST_PRACTITIONERS, HouseDraft, judge_house
from sas.rooms.texts.queries import Words
from sas.web.calendar.acts import SEEN
from sas.web.kit import consults
from sas.web.kit.access import command, page
from sas.web.kit.attempts import succeeds
from sas.web.kit.replies import SeeOther

MANAGERS = (Role.GESTIONNAIRE_STRUCTURE,)
READERS = (*MANAGERS, Role.ADMINISTRATEUR_NATIONAL, Role.ADMINISTRATEUR)
_TEMPLATE = "calendar/house_settings.html"
_SAVED = {
    True: "Vos paramètres sont enregistrés : {name} participe au SAS.",
    False: "Vos paramètres sont enregistrés : {name} ne participe pas au SAS.",
}
_NOT_A_NUMBER = {"invalid": f"Indiquez un nombre entier, de 0 à {MOST_PRACTITIONERS}."}


def _number(label: str, **attrs: str) -> forms.IntegerField:
    widget = forms.NumberInput({"min": "0", "max": str(MOST_PRACTITIONERS), "inputmode": "numeric"} | attrs)
    return forms.IntegerField(label=label, error_messages=_NOT_A_NUMBER, widget=widget)


def _box() -> forms.NullBooleanField:
    """A box says yes or no, so it is neither required nor optional; its words may be rewritten."""
    return forms.NullBooleanField(widget=forms.CheckboxInput)


class SosForm(DsfrBaseForm):
    """One pledge, which is the participation (F-106)."""

    use_required_attribute = False
    pledged = _box()

    def __init__(self, data: Any = None, *, words: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self["pledged"].label = words["house_pledge_sos"].text

    def draft(self) -> HouseDraft:
        """What the room judges."""
        return HouseDraft(pledged=bool(self.cleaned_data["pledged"]))


class CentreForm(DsfrBaseForm):
    """How many take part, the acceptance, the pledge (F-102, F-103); the room says what does not hold together."""

    use_required_attribute = False
    practitioners = _number("Nombre de professionnels du centre de santé participant au SAS", **{"data-nombre": ""})
    general_practitioners = _number("Parmi eux, nombre de médecins généralistes")
    accepts = _box()
    pledged = _box()

    def __init__(self, data: Any = None, *, words: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self["accepts"].label = words["settings_acceptance"].text
        self["pledged"].label = words["house_pledge_centre"].text
        # What must be said depends on the rest of the form: the room judges it. No label reads « optionnel ».
        self._need(needed=data is None)

    def clean(self) -> dict[str, Any]:
        """Shown again, the numbers are asked for as before."""
        self._need(needed=True)
        return self.cleaned_data

    def _need(self, *, needed: bool) -> None:
        for name in ("practitioners", "general_practitioners"):
            self.fields[name].required = needed

    def draft(self) -> HouseDraft:
        """What the room judges."""
        said = self.cleaned_data
        numbers = said["practitioners"], said["general_practitioners"]
        return HouseDraft(*numbers, accepts=bool(said["accepts"]), pledged=bool(said["pledged"]))


@page(*READERS, consults=consults.structure())
def house_settings(request: HttpRequest, structure_id: int) -> HttpResponse:
    """The form for a manager, what it says for an administrator; the last changes (F-101, F-110)."""
    house = _house(request, structure_id)
    return _show(request, house, _form(house, words=request.words))


@command(*MANAGERS)
def save_house_settings(request: HttpRequest, structure_id: int) -> HttpResponse:
    """Keep them; what does not hold together comes back whole with its sentences."""
    house = _house(request, structure_id)
    form = _form(house, request.POST, words=request.words)
    about = {"structure_id": structure_id, "seen": request.POST.get(SEEN, "")}
    who = {"actor": request.actor, "now": request.now}
    if _judged(form, house) and succeeds(form, operations.save_structure_settings, draft=form.draft(), **about, **who):
        saved = _house(request, structure_id)
        messages.success(request, _SAVED[saved.participates].format(name=saved.structure.name))
        return SeeOther("/sas/tableau-de-bord")
    return _show(request, _house(request, structure_id), form, status=422)


def _house(request: HttpRequest, structure_id: int) -> HouseFacts:
    house = queries.house(actor=request.actor, structure_id=structure_id)
    if house is None or not house.has_settings:
        raise Http404
    return house


def _judged(form: SosForm | CentreForm, house: HouseFacts) -> bool:
    """Whether it holds together; every sentence at once, not the first only."""
    if not form.is_valid():
        return False
    _, problems = judge_house(kind=house.structure.kind, draft=form.draft())
    for name, sentence in problems.items():
        form.add_error(name, sentence)
    return not problems


def _form(house: HouseFacts, data: Any = None, *, words: Words) -> SosForm | CentreForm:
    kept = house.settings
    if house.structure.kind == StructureKind.SOS:
        return SosForm(data, words=words, initial={"pledged": kept.hours_pledged})
    said = house.saved_at is not None
    numbers = {"practitioners": kept.practitioner_count, "general_practitioners": kept.gp_count} if said else {}
    said_so = {"accepts": kept.participates, "pledged": kept.hours_pledged}
    return CentreForm(data, words=words, initial=numbers | said_so)


def _show(request: HttpRequest, house: HouseFacts, form: SosForm | CentreForm, *, status: int = 200) -> HttpResponse:
    told = queries.house_changes(actor=request.actor, structure_id=house.structure.id)
    may_save = request.actor.has(*MANAGERS) and house.structure.id in request.actor.managed
    shown = {"house": house, "form": form, "changes": told, "may_save": may_save}
    return render(request, _TEMPLATE, shown | {"centre": isinstance(form, CentreForm)}, status=status)
