"""Appointments taken on the editor's pages, and what the platform is told of them (INT_R03)."""

import json
import secrets
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from simulators.editor import fhir
from simulators.editor.fhir import Json
from simulators.editor.world import Time

SYSTEM = "urn:oid:1.2.250.1.999.1"
"""Under which appointments are numbered, for ever; each simulated editor has its own."""
STATUSES = {"booked": "Pris", "fulfilled": "Honoré", "noshow": "Patient absent", "cancelled": "Annulé"}
_KIND = "application/fhir+json"


@dataclass
class Booking:
    """One appointment; `told` says what the platform answered each time, the last one last."""

    number: str
    slot: Time
    holder: str
    """The professional's number; empty at SOS Médecins, where the doctor is not known yet."""
    regulator: Json
    created: datetime
    start: datetime
    end: datetime
    status: str = "booked"
    told: list[str] = field(default_factory=list)


class Bookings:
    """All the appointments of this editor."""

    def __init__(
        self,
        platform: str,
        *,
        system: str = SYSTEM,
        tls: ssl.SSLContext | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`platform` is the address of its FHIR server, or empty: then nothing is sent.

        `headers` go with each message: those of the platform's proxy, where none stands between.
        """
        self.known: dict[str, Booking] = {}
        self.platform, self.system, self._tls = platform.rstrip("/"), system, tls
        self._headers = {"Content-Type": _KIND, "Accept": _KIND, **(headers or {})}
        self._lock = threading.Lock()

    def is_taken(self, slot_id: str) -> bool:
        """Whether somebody has this slot."""
        return any(one.slot.id == slot_id and one.status != "cancelled" for one in [*self.known.values()])

    def take(self, slot: Time, *, holder: str, regulator: Json, now: datetime) -> Booking | None:
        """Keep the slot for a patient of this regulator, or None when it is taken."""
        with self._lock:
            if self.is_taken(slot.id):
                return None
            made = Booking(secrets.token_hex(16), slot, holder, regulator, now, slot.start, slot.end)
            self.known[made.number] = made
            return made

    def move(self, booking: Booking, *, by: timedelta) -> None:
        """Another time of the day."""
        booking.start, booking.end = booking.start + by, booking.end + by

    def post(self, booking: Booking) -> int:
        """Say that it was taken; returns the status of the answer, 0 when there is none."""
        return self._say("POST", f"{self.platform}/Appointment", booking)

    def put(self, booking: Booking) -> int:
        """Say what it has become."""
        name = quote(f"{self.system}|{booking.number}", safe=":")
        return self._say("PUT", f"{self.platform}/Appointment?identifier={name}", booking)

    def _say(self, method: str, url: str, booking: Booking) -> int:
        if not self.platform:
            return 0
        body = json.dumps(appointment(booking, system=self.system), ensure_ascii=False).encode()
        verify: ssl.SSLContext | bool = self._tls or url.startswith("https:")
        try:
            with httpx.Client(verify=verify, trust_env=False, timeout=10) as client:
                answer = client.request(method, url, content=body, headers=self._headers)
        except httpx.HTTPError:
            booking.told.append(f"{method} {booking.status} : aucune réponse de la plateforme")
            return 0
        booking.told.append(f"{method} {booking.status} : réponse {answer.status_code} {_said(answer)}".rstrip())
        return answer.status_code


def appointment(booking: Booking, *, system: str) -> Json:
    """The resource, as the guide's profile wants it. Nothing in it tells of the patient."""
    profile = f"{fhir.SHARED}/FrAppointmentSAS" if booking.holder else f"{fhir.GUIDE}/sas-sos-appointment"
    adm = {"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "ADM"}
    who: Json = {"type": [{"coding": [adm]}], "status": "needs-action"}
    if booking.holder:
        who = {"actor": {"identifier": _person(booking.holder)}, "status": "accepted"}
    named = {name: booking.regulator["identifier"][0][name] for name in ("type", "system", "value")}
    operator = {"url": "http://interopsante.org/fhir/StructureDefinition/FrAppointmentOperator"}
    return {
        "resourceType": "Appointment",
        "meta": {"profile": [profile]},
        "extension": [operator | {"valueReference": {"identifier": named}}],
        "identifier": [{"system": system, "value": booking.number}],
        "status": booking.status,
        "start": fhir.instant(booking.start),
        "end": fhir.instant(booking.end),
        "created": fhir.instant(booking.created),
        "participant": [who],
    }


def _person(number: str) -> Json:
    coding = {"system": fhir.PEOPLE_CODES, "code": "IDNPS"}
    return {"type": {"coding": [coding]}, "system": fhir.IDNPS, "value": number}


def _said(answer: httpx.Response) -> str:
    try:
        issues = answer.json().get("issue", [])
    except (ValueError, AttributeError):
        return ""
    return str(issues[0].get("diagnostics") or issues[0].get("code", "")) if issues else ""
