"""Forms of the calendar porch: what they read becomes a kernel value or plain arguments."""

from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from dsfr.forms import DsfrBaseForm

from sas.rooms.availability import rules
from sas.rooms.availability.queries import AgendaOccurrence
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.orientation.enums import REASON_LENGTH
from sas.rooms.texts.queries import Words
from sas.timetable.modality import Modality
from sas.timetable.plans import SeriesTerms, Terms
from sas.timetable.recurrence import LAST_END, SlotDraft
from sas.web.kit.fields import HourField, day_input

Hours = tuple[str, str]
"""From and to, as the address of the form holds them: 09:00."""

OPENING, CLOSING = time(8), time(20)
"""The hours a new availability proposes (sas-domain §2.3)."""

CRENEAU, PLAGE = "creneau", "plage"
OCCURRENCE, SERIES = "occurrence", "serie"
_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
_QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]
_STARTS = [(f"{wall:%H:%M}", f"{wall:%Hh%M}") for wall in _QUARTERS]
_ENDS = [*_STARTS[1:], (f"{LAST_END:%H:%M}", f"{LAST_END:%Hh%M}")]
_CRENEAU_LABEL = "Je souhaite rendre visible un créneau disponible (Ex. : 10h00-10h15, 10h15-10h30, …)"
_NO_PATIENTS = "Indiquez le nombre de patients que vous pouvez recevoir sur cette plage horaire."
_PICK_KIND = "Choisissez un créneau ou une plage."
_PICK_TYPE = "Cochez au moins un type de consultation."
_PICK_SCOPE = "Choisissez ce que vous souhaitez supprimer."
_PICK_EDIT_SCOPE = "Choisissez les occurrences à modifier."
_NO_SUCH_DATE = "Cette date n'existe pas."
_PICK_HOUR = "Choisissez une heure dans la liste."


def date_field(
    label: str, *, required: bool = True, help_text: str = "", kind: type[forms.DateField] = forms.DateField
) -> forms.DateField:
    """A date as browsers send it, or as people type it."""
    return kind(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=day_input(),
        error_messages={"required": "Choisissez une date.", "invalid": _NO_SUCH_DATE},
    )


class SlotForm(DsfrBaseForm):
    """« Ajouter ou modifier des disponibilités » (F-062 to F-067): hours on the wall of the place."""

    use_required_attribute = False

    day = date_field("Date")
    start = HourField(label="De", choices=_STARTS, needed=_PICK_HOUR, unknown=_PICK_HOUR)
    end = HourField(label="À", choices=_ENDS, needed=_PICK_HOUR, unknown=_PICK_HOUR)
    kind = forms.ChoiceField(
        label="Votre disponibilité",
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
        help_text="À partir de la date choisie.",
        choices=[(number, f"Chaque {name}") for number, name in enumerate(_WEEKDAYS, start=1)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez des jours dans la liste."},
    )
    last_day = date_field(
        "Dernier jour de la récurrence", required=False, help_text="Laissez vide s'il n'y a pas de fin."
    )
    holidays_off = forms.NullBooleanField(
        label="Suspendre les jours fériés",
        help_text="La disponibilité répétée n'a pas lieu les jours fériés du lieu d'exercice.",
        widget=forms.CheckboxInput,
    )

    def __init__(self, data: Any = None, *, place: PlaceFacts, now: datetime, words: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.place, self.now = place, now
        kinds = [(PLAGE, words["agenda_plage"].text), (CRENEAU, _CRENEAU_LABEL)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
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
            last_day=kept.get("last_day"),
            holidays_off=bool(kept.get("holidays_off")),
        )


class EditForm(SlotForm):
    """The same for an occurrence that exists (F-068, F-069): this one only, or the series from a day on."""

    scope = forms.ChoiceField(
        label="Appliquer la modification",
        help_text="La date ne se modifie que pour une occurrence : une récurrence garde son jour de la semaine.",
        widget=forms.RadioSelect,
        error_messages={"required": _PICK_EDIT_SCOPE, "invalid_choice": _PICK_EDIT_SCOPE},
    )

    def __init__(self, data: Any = None, *, found: AgendaOccurrence, now: datetime, **kwargs: Any) -> None:
        super().__init__(data, place=found.place, now=now, **kwargs)
        del self.fields["weekdays"]
        if found.series_terms is None:
            for name in ("scope", "last_day", "holidays_off"):
                del self.fields[name]
        else:
            once = (OCCURRENCE, f"À cette occurrence uniquement : {found.day:%d/%m/%Y}")
            series = (SERIES, f"À toutes les semaines à compter du {found.from_day:%d/%m/%Y}")
            possible = {once: not found.cannot_edit, series: not found.cannot_edit_series}
            # What has become impossible since the page was read is for the operation to explain.
            shown = [one for one, can in possible.items() if can or self.is_bound]
            self.fields["scope"].choices = shown  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The operation judges: an occurrence under way may keep the hour at which it began."""
        return self.cleaned_data

    @property
    def series(self) -> bool:
        """Whether the whole series changes."""
        return self.cleaned_data.get("scope") == SERIES

    def terms(self) -> Terms:
        """What the occurrence is to say."""
        draft = self.draft()
        return Terms(draft.day, draft.start, draft.end, draft.patients, draft.modalities)

    def series_terms(self) -> SeriesTerms:
        """What the series is to say."""
        draft = self.draft()
        return SeriesTerms(
            draft.start, draft.end, draft.patients, draft.modalities, draft.last_day, holidays_off=draft.holidays_off
        )


def as_it_is(found: AgendaOccurrence) -> dict[str, Any]:
    """What the form of an occurrence starts from."""
    terms, series = found.terms, found.series_terms
    return {
        "day": terms.day,
        "start": f"{terms.start:%H:%M}",
        "end": f"{terms.end:%H:%M}",
        "kind": CRENEAU if terms.patients is None else PLAGE,
        "patients": terms.patients,
        "modalities": [int(modality) for modality in terms.modalities],
        "scope": SERIES if found.cannot_edit else OCCURRENCE,
        "last_day": series.last_day if series else None,
        "holidays_off": series is not None and series.holidays_off,
    }


def proposed(*, place: PlaceFacts, now: datetime, day: date | None = None, hours: Hours = ("", "")) -> dict[str, Any]:
    """What a new form starts from: the day and hours asked, else the first day whose opening hour is to come; a plage.

    Hours that are not those of the lists are as good as none.
    """
    local = now.astimezone(ZoneInfo(place.time_zone))
    chosen = day if day and day >= local.date() else local.date() + timedelta(days=local.time() > OPENING)
    start = OPENING
    if chosen == local.date() and local.time() > OPENING:
        start = next((wall for wall in _QUARTERS if wall > local.time()), _QUARTERS[-1])
    end = CLOSING if start < CLOSING else LAST_END
    if hours[0] in dict(_STARTS) and hours[1] in dict(_ENDS) and hours[0] < hours[1]:
        start, end = time.fromisoformat(hours[0]), time.fromisoformat(hours[1])
    return {
        "day": chosen,
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
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

    def __init__(self, data: Any = None, *, found: AgendaOccurrence, words: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        series = (SERIES, words["agenda_delete_series"].with_values(jour=f"{found.from_day:%d/%m/%Y}"))
        once = (OCCURRENCE, words["agenda_delete_occurrence"].with_values(jour=f"{found.day:%d/%m/%Y}"))
        possible = {series: not found.cannot_end, once: not found.cannot_delete}
        if found.series_terms is None:
            del possible[series]
        shown = [one for one, can in possible.items() if can or self.is_bound]
        self.fields["scope"].choices = shown  # type: ignore[attr-defined]

    @property
    def series(self) -> bool:
        """Whether the whole series goes."""
        return self.cleaned_data.get("scope") == SERIES


class AdditionalInfoForm(DsfrBaseForm):
    """« Informations complémentaires » (F-085); the length is judged by the operation, on the text it keeps."""

    text = forms.CharField(
        label="Informations visibles par la régulation",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: Any = None, *, words: Words, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self["text"].help_text = (
            f"{words['info_help'].text} {rules.INFO_LENGTH} caractères au maximum. "
            "N'inscrivez aucune donnée concernant un patient."
        )
        self.fields["text"].widget.attrs["placeholder"] = words["info_example"].text


class DeclineForm(DsfrBaseForm):
    """Why an effecteur cannot receive the patient."""

    reason = forms.CharField(
        label="Motif transmis à la régulation",
        help_text=f"{REASON_LENGTH} caractères au maximum. N'inscrivez aucune donnée concernant le patient.",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_LENGTH}),
        error_messages={"required": "Indiquez le motif : il est transmis à la régulation."},
    )
