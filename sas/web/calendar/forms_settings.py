"""« VOS PARAMÈTRES »: reads what is answered into a draft, and shows a draft; the room judges (sas-domain §2.5)."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from dsfr.forms import DsfrBaseForm

from sas.rooms.directory.queries import StructureFacts
from sas.rooms.participation.enums import Via
from sas.rooms.participation.queries import SettingsChoices
from sas.rooms.participation.rules import NO, WHEN, YES, Judgement, Notice, Question, SettingsDraft
from sas.rooms.texts.queries import Words

_LONGEST_ID, _LONGEST_TEXT = 18, 120
_SAID = {
    "accepts": "settings_acceptance",
    "pledge": "settings_pledge",
    "editor_slots_refused": "settings_refusal",
    "pledge_refusing": "settings_pledge",
    "reorientation_package": "settings_package",
}
"""The boxes whose words administrators may rewrite."""


class _Box(forms.BooleanField):
    """A box that may stay unticked: whether it must be is the room's to say."""

    def validate(self, value: Any) -> None:
        """The room judges."""


class _One(forms.ChoiceField):
    """One of several, or none yet."""

    def validate(self, value: Any) -> None:
        """The room judges."""


class _Id(forms.Field):
    """An id that is chosen."""

    def validate(self, value: Any) -> None:
        """The room judges."""


class _Several(forms.MultipleChoiceField):
    """Ids that are ticked."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value: Any) -> None:
        """The room judges."""


class SettingsForm(DsfrBaseForm):
    """What the guides' window asks, in their words; nothing is optional where it applies, but the refusal."""

    use_required_attribute = False

    accepts = _Box()
    via = _One(
        label="Modalité de participation",
        choices=[(Via.NONE.value, "Sélectionner"), *((via.value, via.label) for via in Via if via != Via.NONE)],
    )
    structure = _Id(label="Structure par laquelle vous participez")
    cpts_places = _Several(label="Lieux d'exercice rattachés à votre CPTS", help_text="Au moins un lieu.")
    has_software = _One(
        label="Utilisez-vous une solution de prise de rendez-vous ?",
        widget=forms.RadioSelect,
    )
    editors = _Several(label="Indiquez votre/vos logiciel(s) de gestion de rendez-vous")
    pledge = _Box()
    editor_slots_refused = _Box()
    pledge_refusing = _Box()
    reorientation_package = _Box()

    def __init__(self, draft: SettingsDraft, *, choices: SettingsChoices, judgement: Judgement, words: Words) -> None:
        locked = Notice.NOTHING_TO_SHOW in judgement.applies
        super().__init__(_typed(draft, locked=locked))
        for name, key in _SAID.items():
            self[name].label = words[key].text
        self["reorientation_package"].help_text = words["settings_package_effect"].text
        software = [(NO, "Non"), (YES, words["settings_has_software"].text)]
        self.fields["has_software"].choices = software  # type: ignore[attr-defined]
        places = [(str(one.id), _place_label(one.site_name, one.address_line)) for one in choices.places]
        self.fields["cpts_places"].choices = places  # type: ignore[attr-defined]
        editors = [(str(one.id), one.name) for one in choices.editors]
        self.fields["editors"].choices = editors  # type: ignore[attr-defined]
        if locked:
            self.fields["editor_slots_refused"].widget.attrs["disabled"] = True

    def add_problems(self, problems: Mapping[Question, str]) -> None:
        """Each sentence beside its question."""
        for question, sentence in problems.items():
            self.add_error(question.value, sentence)


def read(said: QueryDict) -> SettingsDraft:
    """What a form says, as far as it can be read; the pledge is the one under the question that asks it."""
    software = {YES: True, NO: False}.get(said.get(Question.SOFTWARE, ""))
    pledge = Question.PLEDGE_REFUSING if software else Question.PLEDGE
    return SettingsDraft(
        accepts=Question.ACCEPTS in said,
        via=_via(said.get(Question.VIA, "")),
        structure_id=_id(said.get(Question.STRUCTURE, "")),
        cpts_places=_ids(said.getlist(Question.PLACES)),
        has_software=software,
        editors=_ids(said.getlist(Question.EDITORS)),
        hours_pledged=pledge in said,
        editor_slots_refused=Question.REFUSAL in said,
        reorientation_package="reorientation_package" in said,
    )


def blocks(judgement: Judgement) -> dict[str, dict[str, object]]:
    """When each question and notice is shown, for the script that follows the answers, and whether it is now."""
    return {
        name.value: {
            "when": _WRITTEN[name],
            "hidden": name not in judgement.applies,
            "wrong": name in judgement.problems,
        }
        for name in WHEN
    }


def asked_name(said: QueryDict) -> str:
    """The name or identifier of a structure that is looked for."""
    return said.get("cherche", "").strip()[:_LONGEST_TEXT]


def numbered(structure: StructureFacts) -> str:
    """« CPTS du Pays de Rennes (350001234) »."""
    return f"{structure.name} ({structure.finess or structure.siret})"


def _typed(draft: SettingsDraft, *, locked: bool) -> dict[str, Any]:
    software = "" if draft.has_software is None else YES if draft.has_software else NO
    return {
        "accepts": draft.accepts,
        "via": str(draft.via.value),
        "structure": str(draft.structure_id or ""),
        "cpts_places": [str(place) for place in draft.cpts_places],
        "has_software": software,
        "editors": [str(editor) for editor in draft.editors],
        "pledge": draft.hours_pledged and not draft.has_software,
        "editor_slots_refused": draft.editor_slots_refused or locked,
        "pledge_refusing": draft.hours_pledged and bool(draft.has_software),
        "reorientation_package": draft.reorientation_package,
    }


def _place_label(site: str, address: str) -> str:
    return f"{site} – {address}" if site else address


def _via(text: str) -> Via:
    return Via(int(text)) if text in {str(via.value) for via in Via} else Via.NONE


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_ID else None


def _ids(given: list[str]) -> frozenset[int]:
    return frozenset(found for found in map(_id, given) if found is not None)


_WRITTEN = {
    name: json.dumps([{question.value: sorted(given) for question, given in case.items()} for case in cases])
    for name, cases in WHEN.items()
}
