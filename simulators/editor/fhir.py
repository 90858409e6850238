"""Resources as the guide's profiles want them: one profile each, relative references, no empty element."""

from datetime import datetime
from typing import Any

from simulators.editor.world import ZONE, Association, Offer, Point, Professional, Time

Json = dict[str, Any]
IDNPS, IDNST, SAS = "urn:oid:1.2.250.1.71.4.2.1", "urn:oid:1.2.250.1.71.4.2.2", "urn:oid:1.2.250.1.213.3.6"
OWN = "https://editeur.example/lieux"
SHARED = "http://sas.fr/fhir/StructureDefinition"
GUIDE = "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition"
PEOPLE_CODES = "http://interopsante.org/fhir/CodeSystem/fr-v2-0203"
PLACE_CODES = "http://interopsante.org/fhir/CodeSystem/fr-location-identifier-type"
# Of version 1.2.0 of the guide; 1.1.0 has PLACE_CODES there.
CPTS_CODES = "https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203"
LABELS = "https://mos.esante.gouv.fr/NOS/TRE_R314-TypeCreneau/FHIR/TRE-R314-TypeCreneau"
CATEGORIES = "https://mos.esante.gouv.fr/NOS/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-CategorieEtablissement"
SPECIALTIES = "https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale"
OFFERED_BY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Slot.serviceType"


def instant(moment: datetime) -> str:
    """To the millisecond, with the offset of the place."""
    return moment.astimezone(ZONE).isoformat(timespec="milliseconds")


def slot(told: Time, *, profile: str, agenda: str) -> Json:
    """A free time; `agenda` is the address of its booking page."""
    offer = told.offer
    found = _resource("Slot", told.id, profile)
    found["meta"]["security"] = [{"system": LABELS, "code": label} for label in offer.labels]
    found["serviceType"] = [*_acts(offer), *(_offered_by(finess) for finess in offer.cpts), {"text": offer.reason}]
    if not profile.endswith("sas-sos-slot-aggregator"):
        found["specialty"] = [{"coding": [{"system": SPECIALTIES, "code": offer.specialty}]}]
    booking = {"system": "http://terminology.hl7.org/CodeSystem/v2-0276", "code": offer.booking}
    return found | {
        "appointmentType": {"coding": [booking]},
        "schedule": {"reference": f"Schedule/{told.point.id}"},
        "status": "free",
        "start": instant(told.start),
        "end": instant(told.end),
        "comment": agenda,
    }


def schedule(point: Point, holder: Professional | Association) -> Json:
    """Whose times."""
    if isinstance(holder, Association):
        found = _resource("Schedule", point.id, f"{GUIDE}/sas-sos-schedule-aggregator")
        return found | {"actor": [{"reference": f"Location/{point.id}"}]}
    actors = [f"Practitioner/{holder.number}", f"PractitionerRole/{point.id}"]
    found = _resource("Schedule", point.id, f"{SHARED}/FrScheduleAgregateur")
    return found | {"actor": [{"reference": one} for one in actors]}


def practitioner(one: Professional) -> Json:
    """A professional."""
    found = _resource("Practitioner", one.number, f"{SHARED}/FrPractitionerAgregateur")
    identifier = _identifier(IDNPS, one.number, "IDNPS", codes=PEOPLE_CODES)
    return found | {"identifier": [identifier], "name": [{"family": one.family, "given": [one.given]}]}


def role(point: Point, holder: Professional) -> Json:
    """A professional at a place; the place stands inside."""
    found = _resource("PractitionerRole", point.id, f"{SHARED}/FrPractitionerRoleExerciceAgregateur")
    inside = _resource("Location", f"adresse-{point.id}", f"{SHARED}/FrLocationAgregateur")
    inside |= {"identifier": [_identifier(OWN, point.id, "INTRN", codes=PLACE_CODES)], "address": _address(point)}
    found |= {"contained": [inside], "practitioner": {"reference": f"Practitioner/{holder.number}"}}
    if point.structure:
        found["organization"] = {"identifier": _identifier(IDNST, point.structure, "IDNST", codes=PEOPLE_CODES)}
    return found | {"location": [{"reference": f"#{inside['id']}"}], "telecom": [_phone(point.phone)]}


def sos_location(point: Point, holder: Association) -> Json:
    """A fixed consultation point."""
    found = _resource("Location", point.id, f"{GUIDE}/sas-sos-location-aggregator")
    return found | {
        "identifier": [_identifier(OWN, point.id, "INTRN", codes=PLACE_CODES)],
        "name": point.name,
        "telecom": [_phone(point.phone)],
        "address": _address(point),
        "managingOrganization": {"reference": f"Organization/{holder.number}"},
    }


def sos_organization(one: Association) -> Json:
    """An association."""
    found = _resource("Organization", one.number, f"{GUIDE}/sas-sos-organization-aggregator")
    return found | {"identifier": [_identifier(IDNST, one.number, "IDNST", codes=PLACE_CODES)], "name": one.name}


def healthcare_service(finess: str) -> Json:
    """What a slot refers to when it is offered to a CPTS."""
    found = _resource("HealthcareService", f"cpts-{finess}", f"{GUIDE}/sas-cpts-healthcareservice-aggregator")
    return found | {"providedBy": {"reference": f"Organization/{finess}"}}


def cpts(finess: str, name: str) -> Json:
    """A CPTS."""
    found = _resource("Organization", finess, f"{GUIDE}/sas-cpts-organization-aggregator")
    identifier = _identifier(IDNST, f"1{finess}", "IDNST", codes=CPTS_CODES)
    return found | {"identifier": [identifier], "name": name, "telecom": [_phone("+33102030405")]}


def outcome(code: str, words: str) -> Json:
    """What went wrong."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": words}],
    }


def _resource(kind: str, identifier: str, profile: str) -> Json:
    return {"resourceType": kind, "id": identifier, "meta": {"profile": [profile]}}


def _identifier(system: str, value: str, code: str, *, codes: str) -> Json:
    return {"type": {"coding": [{"system": codes, "code": code}]}, "system": system, "value": value}


def _address(point: Point) -> Json:
    return {"line": [point.line], "city": point.city, "postalCode": point.postal_code}


def _phone(number: str) -> Json:
    return {"system": "phone", "value": number}


def _acts(offer: Offer) -> list[Json]:
    system = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    return [{"coding": [{"system": system, "code": act}]} for act in offer.acts]


def _offered_by(finess: str) -> Json:
    reference = {"url": OFFERED_BY, "valueReference": {"reference": f"HealthcareService/cpts-{finess}"}}
    return {"extension": [reference], "coding": [{"system": CATEGORIES, "code": "604"}]}
