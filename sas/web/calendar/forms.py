"""Forms of the calendar porch: what they read becomes a kernel value or plain arguments."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.availability import rules
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation.enums import REASON_LENGTH
from sas.timetable.modality import Modality
from sas.timetable.recurrence import LAST_END, SlotDraft

OPENING, CLOSING = time(8), time(20)
"""The hours a new availability proposes (sas-domain §2.3)."""

CRENEAU, PLAGE = "creneau", "plage"
OCCURRENCE, SERIES = "occurrence", "serie"
_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
_QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
_STARTS = [(f"{wall:%H:%M}", f"{wall:%Hh%M}") for wall in _QUARTERS]
_ENDS = [*_STARTS[1:], (f"{LAST_END:%H:%M}", f"{LAST_END:%Hh%M}")]
_NO_PATIENTS = "Indiquez le nombre de patients que vous pouvez recevoir sur cette plage horaire."
_PICK_KIND = "Choisissez un créneau ou une plage."
_PICK_TYPE = "Cochez au moins un type de consultation."
_PICK_SCOPE = "Choisissez ce que vous souhaitez supprimer."
_PICK_HOUR = "Choisissez une heure dans la liste."


class SlotForm(DsfrBaseForm):
    """« Ajouter ou modifier des disponibilités » (F-062 to F-067): hours on the wall of the place."""

    day = forms.DateField(
        label="Date",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Choisissez une date.", "invalid": "Cette date n'existe pas."},
    )
    start = forms.TypedChoiceField(
        label="De",
        choices=_STARTS,
        coerce=time.fromisoformat,
        error_messages={"required": _PICK_HOUR, "invalid_choice": _PICK_HOUR},
    )
    end = forms.TypedChoiceField(
        label="À",
        choices=_ENDS,
        coerce=time.fromisoformat,
        error_messages={"required": _PICK_HOUR, "invalid_choice": _PICK_HOUR},
    )
    kind = forms.ChoiceField(
        label="Votre disponibilité",
        choices=[
            (PLAGE, "Je peux recevoir X patients sur cette plage horaire"),
            (CRENEAU, "Je souhaite rendre visible un créneau disponible (Ex. : 10h00-10h15, 10h15-10h30, …)"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _PICK_KIND, "invalid_choice": _PICK_KIND},
    )
    patients = forms.IntegerField(
        label="Nombre de patients (X)",
        help_text="Pour une plage horaire seulement : un créneau reçoit un seul patient.",
        widget=forms.NumberInput(attrs={"min": 1, "max": rules.MOST_PATIENTS, "inputmode": "numeric"}),
        error_messages={"invalid": "Indiquez un nombre entier de patients.", "required": _NO_PATIENTS},
    )
    modalities = forms.TypedMultipleChoiceField(
        label="Type de consultation",
        choices=[(int(modality), modality.label) for modality in Modality],
        coerce=lambda value: Modality(int(value)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _PICK_TYPE, "invalid_choice": _PICK_TYPE},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Créer une récurrence hebdomadaire",
        help_text="Sans date de fin, à partir de la date choisie.",
        choices=[(number, f"Chaque {name}") for number, name in enumerate(_WEEKDAYS, start=1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez des jours dans la liste."},
    )

    def __init__(self, data: Any = None, *, place: PlaceFacts, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.place, self.now = place, now
        today = now.astimezone(ZoneInfo(place.time_zone)).date()
        self.fields["day"].widget.attrs["min"] = today.isoformat()
        self.fields["patients"].required = self.data.get("kind", PLAGE) != CRENEAU

    def clean(self) -> dict[str, Any]:
        """Add every sentence of the room's rules beside its field, not only the first."""
        kept = self.cleaned_data
        if {"day", "start", "end", "kind"} <= kept.keys():
            found = rules.publishing_problems(draft=self.draft(), zone=self.place.time_zone, now=self.now)
            for field, sentence in found.items():
                if field not in self.errors:
                    self.add_error(field, sentence)
        return kept

    def draft(self) -> SlotDraft:
        """What was asked, as the kernel reads it; a plage without a number is one for nobody."""
        kept = self.cleaned_data
        return SlotDraft(
            day=kept["day"],
            start=kept["start"],
            end=kept["end"],
            weekdays=frozenset(kept.get("weekdays", ())),
            patients=None if kept["kind"] == CRENEAU else kept.get("patients", 0),
            modalities=reduce(or_, kept.get("modalities", ()), Modality(0)),
        )


def proposed(*, place: PlaceFacts, day: date | None, now: datetime) -> dict[str, Any]:
    """What a new form starts from: the day asked, else the first one whose opening hour is still to come; a plage."""
    local = now.astimezone(ZoneInfo(place.time_zone))
    chosen = day if day and day >= local.date() else local.date() + timedelta(days=local.time() > OPENING)
    start = OPENING
    if chosen == local.date() and local.time() > OPENING:
        start = next((wall for wall in _QUARTERS if wall > local.time()), _QUARTERS[-1])
    return {
        "day": chosen,
        "start": f"{start:%H:%M}",
        "end": f"{CLOSING if start < CLOSING else LAST_END:%H:%M}",
        "kind": PLAGE,
        "modalities": [int(Modality.OFFICE)],
    }


class DeleteForm(DsfrBaseForm):
    """Which occurrences go (F-070); the choice « toutes les semaines » exists for a weekly slot only."""

    scope = forms.ChoiceField(
        label="Que souhaitez-vous supprimer ?",
        widget=forms.RadioSelect,
        error_messages={"required": _PICK_SCOPE, "invalid_choice": _PICK_SCOPE},
    )

    def __init__(self, data: Any = None, *, day: date, weekly: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        series = f"Supprimer le créneau ou la plage pour toutes les semaines à compter du {day:%d/%m/%Y}"
        once = (OCCURRENCE, f"Supprimer cette occurrence uniquement : {day:%d/%m/%Y}")
        self.fields["scope"].choices = [(SERIES, series), once] if weekly else [once]  # type: ignore[attr-defined]


class UnavailabilityForm(DsfrBaseForm):
    """« Période d'indisponibilité » (F-080): the box says yes or no, so it is neither required nor optional."""

    use_required_attribute = False
    unavailable = forms.NullBooleanField(label="Dès maintenant pour une durée indéterminée", widget=forms.CheckboxInput)


class AdditionalInfoForm(DsfrBaseForm):
    """« Informations complémentaires » (F-085); the length is judged by the operation, on the text it keeps."""

    text = forms.CharField(
        label="Informations visibles par la régulation",
        help_text=(
            "Par exemple votre numéro de téléphone, ou les horaires d'appel auxquels vous êtes susceptible "
            f"de répondre. {rules.INFO_LENGTH} caractères au maximum. N'inscrivez aucune donnée concernant un patient."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": rules.INFO_LENGTH}),
    )


class DeclineForm(DsfrBaseForm):
    """Why an effecteur cannot receive the patient."""

    reason = forms.CharField(
        label="Motif transmis à la régulation",
        help_text=f"{REASON_LENGTH} caractères au maximum. N'inscrivez aucune donnée concernant le patient.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        error_messages={"required": "Indiquez le motif : il est transmis à la régulation."},
    )
