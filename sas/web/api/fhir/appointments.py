"""From the JSON of an Appointment to a report, by the rules of the guide's profile (INT_R03, fhir-sas §10)."""

import re
from datetime import UTC, datetime

import msgspec

from sas.rooms.accounts.queries import NATIONAL, TECHNICAL
from sas.rooms.exchanges.enums import ReportedStatus
from sas.rooms.exchanges.operations import AppointmentDraft
from sas.web.api.fhir.replies import Problem
from sas.web.api.fhir.structs import Appointment, Extension, Identifier, Participant

OPERATOR = "http://interopsante.org/fhir/StructureDefinition/FrAppointmentOperator"
_PARTICIPATIONS = frozenset({"accepted", "needs-action"})
_INSTANT = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_CREATED = re.compile(r"20\d\d(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?)?)?", re.ASCII)
_SYSTEM = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]{1,180}")
_VALUE = re.compile(r"[^\s|\x00-\x1f\x7f](?:[^|\x00-\x1f\x7f]{0,190}[^\s|\x00-\x1f\x7f])?")
_PROFESSIONAL = re.compile(r"8[0-9]{11}|0[0-9AB]{9}", re.ASCII)
_PATIENTS = ("Patient", "RelatedPerson")


def parsed(body: bytes) -> Appointment:
    """Raises Problem 400 for what is no JSON, no Appointment, or has another shape."""
    try:
        return msgspec.json.decode(body, type=Appointment)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Problem(400, "Ce corps n'est pas un Appointment FHIR R4 en JSON.") from problem


def draft_of(told: Appointment) -> AppointmentDraft:
    """Raises Problem 422 for what the profile does not allow, with the path of the element."""
    named = _named(told)
    start, end = _instant(told.start, "start"), _instant(told.end, "end")
    if end <= start:
        raise _wrong("La fin n'est pas après le début.", "end")
    if told.created and not _CREATED.fullmatch(told.created):
        raise _wrong("Date et heure attendues, par exemple 2026-11-23T14:00:00+01:00.", "created")
    return AppointmentDraft(
        system=named.system,
        value=named.value,
        status=_status(told.status),
        start=start,
        end=end,
        regulator=_regulator(told.extension),
        professionals=_professionals(told.participant),
        body=_kept(told),
    )


def _wrong(said: str, where: str) -> Problem:
    return Problem(422, said, where=f"Appointment.{where}")


def _named(told: Appointment) -> Identifier:
    if len(told.identifier) != 1:
        raise _wrong("Un identifiant et un seul est attendu.", "identifier")
    named = told.identifier[0]
    if not _SYSTEM.fullmatch(named.system):
        raise _wrong("Le système de l'identifiant est un URI, par exemple urn:oid:1.2.3.", "identifier.system")
    if not _VALUE.fullmatch(named.value):
        raise _wrong("La valeur de l'identifiant est vide, trop longue ou illisible.", "identifier.value")
    return named


def _status(told: str) -> ReportedStatus:
    if told not in ReportedStatus.values:
        raise _wrong(f"Statuts possibles : {', '.join(ReportedStatus.values)}.", "status")
    return ReportedStatus(told)


def _instant(told: str, where: str) -> datetime:
    try:
        if _INSTANT.fullmatch(told):
            return datetime.fromisoformat(told).astimezone(UTC)
    except ValueError:
        pass
    raise _wrong("Instant avec fuseau attendu, par exemple 2026-11-23T14:00:00+01:00.", where)


def _regulator(extensions: list[Extension]) -> tuple[str, str]:
    found = [one for one in extensions if one.url == OPERATOR]
    if len(found) != 1:
        raise _wrong("Une extension FrAppointmentOperator et une seule est attendue.", "extension")
    reference = found[0].valueReference
    who = reference.identifier if reference else None
    if who is None or who.system not in {NATIONAL, TECHNICAL} or not _VALUE.fullmatch(who.value):
        raise _wrong("Le régulateur est désigné par son identifiant national, ou celui de la plateforme.", "extension")
    return who.system, who.value


def _professionals(participants: list[Participant]) -> tuple[str, ...]:
    """National ids; a participant without actor stands for a doctor who is not known yet (SOS)."""
    if not participants:
        raise _wrong("Un participant au moins est attendu.", "participant")
    if any(one.status not in _PARTICIPATIONS for one in participants):
        raise _wrong("Statuts possibles d'un participant : accepted, needs-action.", "participant.status")
    actors = [one.actor for one in participants if one.actor is not None]
    if any(one.type in _PATIENTS or one.reference.startswith(_PATIENTS) for one in actors):
        raise _wrong("Aucune identité de patient ne passe par cette interface.", "participant.actor")
    who = [one.identifier for one in actors]
    if any(one is None or one.system != NATIONAL or not _PROFESSIONAL.fullmatch(one.value) for one in who):
        raise _wrong("Un participant est un professionnel, par son identifiant national.", "participant.actor")
    return tuple(one.value for one in who if one)


def _kept(told: Appointment) -> str:
    """One form for one content: order of the elements and spaces do not make another report.

    The id is ours, and other extensions are not read.
    """
    extensions = [one for one in told.extension if one.url == OPERATOR]
    kept = msgspec.structs.replace(told, id="", extension=extensions)
    return msgspec.json.encode(kept, order="deterministic").decode()
