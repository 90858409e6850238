"""What is written to whom about an orientation: place, date, hour, type, nothing of a patient (F-186)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateformat import format as format_date

from sas.rooms.outbox.rules import Letter, Link

_SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Appointment:
    """An orientation as a mail tells it; `start` and `end` are naive, on the wall of the place."""

    place: str
    address: str
    start: datetime
    end: datetime
    kind: str

    @property
    def day(self) -> str:
        """« mardi 24 novembre 2026 »."""
        return format_date(self.start, "l j F Y")

    @property
    def hours(self) -> str:
        """« 14h00 » or, for a plage, « 14h00 - 16h00 »."""
        start = f"{self.start:%Hh%M}"
        return start if self.end == self.start else f"{start} - {self.end:%Hh%M}"

    @property
    def facts(self) -> str:
        """One fact a line."""
        lines = (f"Lieu : {self.place}, {self.address}", f"Date : {self.day}", f"Heure : {self.hours} (heure du lieu)")
        return "\n".join((*lines, f"Type : {self.kind}"))


def decline_letter(*, place: str, address: str, local_start: datetime, reason: str, url: str) -> Letter:
    """The mail to the author of a declined orientation; `local_start` on the place's wall."""
    day, hour = format_date(local_start, "l j F Y"), f"{local_start:%Hh%M}"
    return Letter(
        subject=f"Orientation déclinée : {place}, {day} à {hour}"[:200],
        parts=(
            "Une orientation que vous avez enregistrée a été déclinée par l'effecteur de soins.",
            f"Lieu : {place}, {address}\nDate : {day}\nHeure : {hour} (heure du lieu)\nMotif : {reason}",
            Link("Vos orientations", url),
        ),
    )


def received_letter(appointment: Appointment, *, url: str, choice_url: str) -> Letter:
    """The mail to whoever keeps the place, at a new orientation; `choice_url` is where these mails are refused."""
    return Letter(
        subject=f"Nouvelle orientation : {appointment.day}, {appointment.hours}, {appointment.place}"[:_SUBJECT_LENGTH],
        parts=(
            "La régulation du Service d'accès aux soins vous a orienté un patient.",
            appointment.facts,
            Link("Les orientations reçues cette semaine-là", url),
            Link("Ne plus recevoir ces courriels", choice_url),
        ),
    )


def cancelled_letter(appointment: Appointment, *, url: str, choice_url: str) -> Letter:
    """The mail to whoever keeps the place, when the regulation cancels."""
    return Letter(
        subject=f"Orientation annulée : {appointment.day}, {appointment.hours}, {appointment.place}"[:_SUBJECT_LENGTH],
        parts=(
            "La régulation du Service d'accès aux soins a annulé une orientation : ce patient n'est plus attendu.",
            appointment.facts,
            Link("Les orientations reçues cette semaine-là", url),
            Link("Ne plus recevoir ces courriels", choice_url),
        ),
    )


_UNCOVERED = (
    "L'effecteur de soins vient de déclarer une indisponibilité qui couvre une orientation que vous avez enregistrée. "
    "Elle n'est pas annulée pour autant : vérifiez auprès de lui si le patient est attendu."
)


def uncovered_letter(appointment: Appointment, *, url: str) -> Letter:
    """The mail to the author of an orientation that an unavailability of the place now covers."""
    about = f"{appointment.place}, {appointment.day}, {appointment.hours}"
    return Letter(
        subject=f"Indisponibilité déclarée : {about}"[:_SUBJECT_LENGTH],
        parts=(_UNCOVERED, appointment.facts, Link("Vos orientations", url)),
    )
