"""Who calls our FHIR server, and what it reported (F-188; ADR 39)."""

from dataclasses import dataclass
from hmac import compare_digest
from uuid import UUID

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.models import Appointment, FhirClient


@dataclass(frozen=True, slots=True)
class FhirCaller:
    """A program that was recognised. `client_id`: one that reads, empty for another.

    `editor_id`, `system`: the editor that reports under it; None and empty for another. `stamp` changes with the
    secret of a client: a token holds it, so that a new secret ends the tokens of the former.
    """

    client_id: str = ""
    stamp: str = ""
    editor_id: int | None = None
    system: str = ""

    @property
    def reads(self) -> bool:
        """Whether it may read availability."""
        return bool(self.client_id)


def caller_of_certificate(*, actor: Actor, common_name: str, unit: str) -> FhirCaller | None:
    """The editor or the active client, or both, that has this certificate; None for nobody's name."""
    if not common_name:
        return None
    client = FhirClient.objects.filter(common_name=common_name, unit=unit, active=True).first()
    editor = directory.editor_called(actor=actor, common_name=common_name, unit=unit)
    if client is None and editor is None:
        return None
    reader = _caller(client) or FhirCaller()
    if editor is None:
        return reader
    return FhirCaller(reader.client_id, reader.stamp, editor.editor_id, editor.appointment_system)


def caller_of_secret(*, actor: Actor, client_id: str, secret: str) -> FhirCaller | None:
    """The active client of this id, when the secret is its own."""
    found = FhirClient.objects.filter(client_id=client_id, active=True).exclude(secret_digest="").first()
    kept = found.secret_digest if found else ""
    return _caller(found) if compare_digest(rules.digest(secret), kept) else None


def caller_of_id(*, actor: Actor, client_id: str) -> FhirCaller | None:
    """The active client of this id: whoever holds a token was recognised before."""
    return _caller(FhirClient.objects.filter(client_id=client_id, active=True).first())


def _caller(row: FhirClient | None) -> FhirCaller | None:
    return FhirCaller(row.client_id, row.secret_digest[:16]) if row else None


def identifier_of(*, actor: Actor, editor_id: int, identity: UUID) -> tuple[str, str] | None:
    """System and value of the appointment that this editor reported and that has this id here; they never change."""
    found = Appointment.objects.filter(identity=identity, editor_id=editor_id)
    return found.values_list("system", "value").first()
