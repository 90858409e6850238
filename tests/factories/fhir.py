"""Programs that call our FHIR server, the certificates that our proxy shows of them, and what editors report."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import Client

from sas.actor import Actor
from sas.rooms.directory import operations as directory
from sas.rooms.directory.rules import EditorConnection
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.operations import ClientDraft, NewClient

PROOF = "secret-du-serveur-frontal-des-essais"
SYSTEM = "urn:oid:1.1.111.1.11.1.1.1"
NATIONAL, TECHNICAL = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.213.3.6"
OPERATOR = "http://interopsante.org/fhir/StructureDefinition/FrAppointmentOperator"
_TYPES = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"


def editor_client(name: str = "Agenda Vert", *, system: str = SYSTEM, now: datetime) -> int:
    """An editor that reports under this system; its certificate is CN `name`, OU `name`."""
    about = EditorConnection(client_cn=name, client_ou=name, appointment_system=system)
    given: dict[str, Any] = {"editor_id": None, "name": name, "active": True, "connection": about}
    return directory.save_editor(actor=Actor.SYSTEM, now=now, **given)


def reader(name: str = "LRM du Finistère", *, now: datetime) -> NewClient:
    """A program that reads, known by a secret."""
    draft = ClientDraft(name=name, with_secret=True)
    return operations.open_client(actor=Actor.SYSTEM, draft=draft, now=now)


@cache
def certificate(name: str, *, unit: str | None = None, days: int = 2) -> str:
    """As nginx writes it in its header: PEM, percent-encoded. `days`: how long it still is worth something."""
    key = ec.generate_private_key(ec.SECP256R1())
    units = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, name if unit is None else unit)]
    subject = x509.Name([*units, x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    made = builder.not_valid_before(today - timedelta(days=9)).not_valid_after(today + timedelta(days=days))
    return quote(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode())


def behind_proxy(name: str = "Agenda Vert", **facts: Any) -> dict[str, str]:
    """The headers that our proxy adds for the holder of this certificate."""
    return {"X-Client-Certificate": certificate(name, **facts), "X-Proxy-Secret": PROOF}


def identifier(system: str, value: str, code: str = "IDNPS") -> dict[str, Any]:
    """An identifier with its type."""
    return {"type": {"coding": [{"system": _TYPES, "code": code}]}, "system": system, "value": value}


def appointment(
    *,
    regulator: str,
    doctor: str,
    start: datetime,
    value: str = "rdv-1",
    system: str = SYSTEM,
    status: str = "booked",
    minutes: int = 15,
    **elements: Any,
) -> dict[str, Any]:
    """An Appointment of the profile; `regulator` by the number of a card, `doctor` by a national id."""
    told = {
        "resourceType": "Appointment",
        "meta": {"profile": ["http://sas.fr/fhir/StructureDefinition/FrAppointmentSAS"]},
        "extension": [{"url": OPERATOR, "valueReference": {"identifier": identifier(NATIONAL, regulator)}}],
        "identifier": [{"system": system, "value": value}],
        "status": status,
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=minutes)).isoformat(),
        "created": "2026-11-23T09:00:00+01:00",
        "participant": [{"actor": {"identifier": identifier(NATIONAL, doctor)}, "status": "accepted"}],
    }
    return told | elements


def sent(method: str, path: str, body: Any, *, by: str = "Agenda Vert", **more: Any) -> Any:
    """The answer to a request with this JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = behind_proxy(by) | more.pop("headers", {})
    kind = more.pop("content_type", "application/fhir+json")
    return Client().generic(method, path, data, content_type=kind, headers=headers, **more)
