"""What this server does, as it says so itself: from the tables that the search reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sas.web.api.fhir.door import Needs, interaction
from sas.web.api.fhir.kinds import KINDS, TYPES, By, Kind
from sas.web.api.fhir.replies import ACCEPTED, resource

_FILLED = "http://sas.fr/fhir/StructureDefinition/FrAppointmentSAS"
_CLIENTS = "http://terminology.hl7.org/CodeSystem/restful-security-service"


@interaction("GET", "HEAD", needs=Needs.NOTHING)
def metadata(request: HttpRequest, *, caller: None) -> HttpResponse:
    """A CapabilityStatement, to anybody."""
    return resource(statement())


def statement() -> dict[str, Any]:
    """Resources by name, with nothing that is not there."""
    told = [_read_only(name, kind) for name, kind in KINDS.items()]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-26",
        "kind": "instance",
        "implementation": {"description": "Plateforme du Service d'Accès aux Soins", "url": _base()},
        "fhirVersion": "4.0.1",
        "format": sorted(ACCEPTED),
        "implementationGuide": ["https://interop.esante.gouv.fr/ig/fhir/sas"],
        "rest": [{"mode": "server", "security": _security(), "resource": [*told, _appointment()]}],
    }


def _base() -> str:
    return f"{settings.PUBLIC_URL}/fhir"


def _security() -> dict[str, Any]:
    """Appointments: by certificate alone."""
    services = [{"coding": [{"system": _CLIENTS, "code": code}]} for code in ("OAuth", "Certificates")]
    tokens = {
        "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
        "extension": [{"url": "token", "valueUri": f"{_base()}/token"}],
    }
    return {"extension": [tokens], "cors": False, "service": services}


def _read_only(name: str, kind: Kind) -> dict[str, Any]:
    told = {
        "type": name,
        "supportedProfile": list(kind.profiles),
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "no-version",
        "searchInclude": list(kind.includes),
        "searchRevInclude": list(kind.revincludes),
        "searchParam": [{"name": one, "type": TYPES[by]} for one, by in kind.parameters.items()],
    }
    return {element: value for element, value in told.items() if value}


def _appointment() -> dict[str, Any]:
    return {
        "type": "Appointment",
        "supportedProfile": [_FILLED],
        "interaction": [{"code": "create"}, {"code": "update"}],
        "updateCreate": True,
        "conditionalUpdate": True,
        "versioning": "no-version",
        "searchParam": [{"name": "identifier", "type": TYPES[By.PERSON]}],
    }
