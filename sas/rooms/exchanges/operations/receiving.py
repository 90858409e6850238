"""Appointments that editors report, kept version by version in the transaction of what they change (F-188)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import Reception, ReportedStatus
from sas.rooms.exchanges.models import Appointment, AppointmentVersion

_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended(%s, 39))"
_TWICE = "Un autre rendez-vous porte déjà cet identifiant : modifiez-le par PUT."
_OVER = "Ce rendez-vous ne peut plus changer ainsi. État : annulé."
_ANOTHERS = "Cet identifiant est celui du rendez-vous d'un autre éditeur."


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """A report as its editor sent it, already checked against the profile; instants are aware.

    `regulator`: system and value of the identifier of whoever took it. `professionals`: national ids, none when an
    association does not know yet who will come. `body`: what is kept of the JSON, in one form.
    """

    system: str
    value: str
    status: ReportedStatus
    start: datetime
    end: datetime
    regulator: tuple[str, str]
    professionals: tuple[str, ...]
    body: str


@dataclass(frozen=True, slots=True)
class KeptAppointment:
    """Where a report was kept: `identity` is the id that its editor is told."""

    id: int
    identity: UUID
    version: int
    reception: Reception


def keep_appointment(
    *, actor: Actor, editor_id: int, draft: AppointmentDraft, creates: bool, now: datetime
) -> KeptAppointment:
    """Keep a report in the caller's transaction; the same one again changes nothing.

    `creates`: a POST, which may not change what is known under its identifier: Impossible (field "identifier"), as for
    one that another editor reported. Nothing follows a cancellation, be there an orientation or not (field "status"):
    reports that arrive out of order do not bring back what is over.
    Reports of one identifier wait for each other. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an appointment is kept inside the transaction of what it changes")
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [f"{draft.system}|{draft.value}"])
    known = Appointment.objects.filter(system=draft.system, value=draft.value).first()
    if known is None:
        return _first(draft, editor_id=editor_id, now=now)
    if known.editor_id != editor_id:  # a system that another editor had before
        raise Impossible(_ANOTHERS, field="identifier")
    newest = AppointmentVersion.objects.get(appointment=known, number=known.version)
    if newest.body == draft.body:
        return KeptAppointment(known.id, known.identity, known.version, Reception.REPEATED)
    if creates:
        raise Impossible(_TWICE, field="identifier")
    if known.status == ReportedStatus.CANCELLED != draft.status:
        raise Impossible(_OVER, field="status")
    return _next(known, draft, now=now)


def forget_reports(*, actor: Actor, now: datetime) -> int:
    """Remove the versions older than their retention (two years) that a later one replaced; returns how many.

    The newest of each appointment stays: it says what the appointment is, and tells a replay from a change.
    """
    old = AppointmentVersion.objects.filter(received_at__lt=now - rules.VERSIONS_KEPT)
    return old.filter(number__lt=F("appointment__version")).delete()[0]


def _first(draft: AppointmentDraft, *, editor_id: int, now: datetime) -> KeptAppointment:
    made = Appointment.objects.create(
        editor_id=editor_id,
        identity=uuid4(),
        system=draft.system,
        value=draft.value,
        status=draft.status,
        version=1,
        created_at=now,
        changed_at=now,
    )
    _write(made, draft, now=now)
    return KeptAppointment(made.id, made.identity, 1, Reception.CREATED)


def _next(known: Appointment, draft: AppointmentDraft, *, now: datetime) -> KeptAppointment:
    known.status, known.version, known.changed_at = draft.status, known.version + 1, now
    known.save(update_fields=["status", "version", "changed_at"])
    _write(known, draft, now=now)
    return KeptAppointment(known.id, known.identity, known.version, Reception.UPDATED)


def _write(held: Appointment, draft: AppointmentDraft, *, now: datetime) -> None:
    AppointmentVersion.objects.create(appointment=held, number=held.version, received_at=now, body=draft.body)
