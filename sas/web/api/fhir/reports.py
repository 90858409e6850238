"""Appointment: create and conditional update, and nothing else (INT_R03)."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.exchanges import queries as exchanges
from sas.rooms.exchanges.enums import Reception
from sas.rooms.exchanges.operations import AppointmentDraft, KeptAppointment
from sas.rooms.exchanges.queries import FhirCaller
from sas.rooms.orientation import operations
from sas.web.api.fhir.appointments import draft_of, parsed
from sas.web.api.fhir.door import Needs, interaction
from sas.web.api.fhir.replies import ACCEPTED, Problem, done, resource
from sas.web.kit.attempts import whole

MOST_BYTES = 64 * 1024
"""An appointment with its narrative takes some five thousand."""

_SAID = {
    Reception.CREATED: "Rendez-vous enregistré.",
    Reception.UPDATED: "Rendez-vous modifié.",
    Reception.REPEATED: "Rendez-vous déjà connu, sans changement.",
}


@interaction("POST", "PUT", needs=Needs.REPORTS)
def appointments(request: HttpRequest, *, caller: FhirCaller) -> HttpResponse:
    """POST creates; PUT creates or changes the one whose identifier the address, or else the body, tells."""
    draft = _draft(request, caller)
    if request.method == "PUT":
        _check_condition(request, draft)
    return _received(request, draft, caller=caller)


@interaction("PUT", needs=Needs.REPORTS)
def appointment(request: HttpRequest, identity: str, *, caller: FhirCaller) -> HttpResponse:
    """PUT on the address that the creation gave."""
    named = exchanges.identifier_of(actor=Actor.NOBODY, editor_id=caller.editor_id or 0, identity=_uuid(identity))
    if named is None:
        raise Problem(404, "Ce logiciel n'a signalé aucun rendez-vous de cet identifiant.")
    draft = _draft(request, caller)
    if named != (draft.system, draft.value):
        raise Problem(422, "L'identifiant n'est pas celui du rendez-vous modifié.", where="Appointment.identifier")
    return _received(request, draft, caller=caller)


def _uuid(text: str) -> UUID:
    """Nobody's when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _draft(request: HttpRequest, caller: FhirCaller) -> AppointmentDraft:
    """Raises Problem 415, 413, 400 and 422, in this order; an editor reports its own appointments only."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type not in ACCEPTED or charset != "utf-8":
        raise Problem(415, "Le corps est attendu en JSON, UTF-8 : application/fhir+json.")
    if whole(request.headers.get("Content-Length") or "0", otherwise=MOST_BYTES + 1) > MOST_BYTES:
        raise Problem(413, f"Le corps dépasse {MOST_BYTES} octets.")
    draft = draft_of(parsed(request.body))
    if draft.system != caller.system:
        where = "Appointment.identifier.system"
        raise Problem(422, "Ce système d'identifiants n'est pas celui de votre logiciel.", where=where)
    return draft


def _check_condition(request: HttpRequest, draft: AppointmentDraft) -> None:
    """`identifier=system|value`, in any case (the guide writes both); without a condition, the body's own.

    Two values could name two appointments (412); anything but the body's identifier would change what the address
    does not tell (422).
    """
    asked = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    told = {value for name, value in asked if name.lower() == "identifier"}
    if any(name.lower() not in {"identifier", "_format"} for name, _ in asked):
        raise Problem(400, "Seule condition possible : identifier.", code="not-supported")
    if len(told) > 1 or any("," in value for value in told):
        raise Problem(412, "La condition peut désigner plusieurs rendez-vous.")
    if told and told != {f"{draft.system}|{draft.value}"}:
        where = "Appointment.identifier"
        raise Problem(422, "L'identifiant de l'adresse n'est pas celui du rendez-vous.", where=where)


def _received(request: HttpRequest, draft: AppointmentDraft, *, caller: FhirCaller) -> HttpResponse:
    platform = replace(Actor.SYSTEM, circumstances=request.actor.circumstances)
    given: dict[str, Any] = {"editor_id": caller.editor_id, "draft": draft, "creates": request.method == "POST"}
    try:
        kept = operations.receive_appointment(actor=platform, now=request.now, **given)
    except Impossible as problem:
        code = "duplicate" if problem.field == "identifier" else ""
        where = f"Appointment.{problem.field}" if problem.field else ""
        raise Problem(422, problem.reason, code=code, where=where) from problem
    return _answer(kept)


def _answer(kept: KeptAppointment) -> HttpResponse:
    reply = resource(done(_SAID[kept.reception]), status=201 if kept.reception is Reception.CREATED else 200)
    reply["Location"] = f"{settings.PUBLIC_URL}/fhir/Appointment/{kept.identity}"
    reply["ETag"] = f'W/"{kept.version}"'
    return reply
