"""Places and their openings as FHIR resources, one profile each (fhir-sas §4 to §6); empty elements are not sent."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sas.rooms.directory.queries import PlaceFacts, StructureFacts
from sas.rooms.offer.queries import PublishedPlace, PublishedSlot
from sas.timetable.modality import Modality
from sas.web.api.fhir import codes

Resource = dict[str, Any]

_WAYS = {Modality.OFFICE: "AMB", Modality.HOME: "HH", Modality.VIDEO: "VR"}
_AREAS = {"971": "590", "977": "590", "978": "590", "972": "596", "973": "594", "974": "262", "976": "262"}
_NATIONAL = 10


def resources_of(found: PublishedPlace, *, with_cpts: bool) -> list[Resource]:
    """All that tells of a place: its slots first. `with_cpts`: the CPTS in which it is declared, too (INT_R04)."""
    if not with_cpts:
        found = replace(found, cpts=None)
    whose = [_practitioner(found), _role(found)] if found.professional else [_point(found), _owner(found)]
    community = [_service(found.cpts), _community(found)] if found.cpts else []
    return [one for one in (*_slots(found), _schedule(found), *whose, *community) if one]


def slot_id(slot: PublishedSlot) -> str:
    """Of an occurrence: its slot, and its day."""
    return f"{slot.slot_id}-{slot.day:%Y%m%d}"


def instant(moment: datetime, zone: str) -> str:
    """On the wall of the place, with its offset and the milliseconds that the profiles' checks want."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")


def dialled(phone: str, departement: str) -> str:
    """« +33299001234 »; empty for what is not a national number: short ones mean nothing elsewhere."""
    digits = "".join(phone.split()).replace(".", "")
    if digits.startswith("+"):
        return digits
    if len(digits) != _NATIONAL or not digits.isdecimal() or digits[0] != "0":
        return ""
    return f"+{_AREAS.get(departement, '33')}{digits[1:]}"


def _slots(found: PublishedPlace) -> list[Resource]:
    return [_slot(found, one) for one in found.slots]


def _slot(found: PublishedPlace, slot: PublishedSlot) -> Resource:
    labels = ["PUBLIC", *(["CPTS"] if found.cpts else [])]
    profile = codes.SLOT_CPTS if found.cpts else codes.SLOT if found.professional else codes.SLOT_SOS
    zone = found.place.time_zone
    return _filled(
        resourceType="Slot",
        id=slot_id(slot),
        meta={"profile": [profile], "security": [{"system": codes.LABELS, "code": one} for one in labels]},
        serviceType=[*(_concept(codes.CONSULTATIONS, _WAYS[way]) for way in slot.modalities), *_served_by(found)],
        specialty=[_concept(codes.SPECIALTIES, one) for one in found.specialties],
        appointmentType=_concept(codes.APPOINTMENTS, "ROUTINE"),
        schedule={"reference": f"Schedule/{found.place.id}"},
        status="free",
        start=instant(slot.start, zone),
        end=instant(slot.end, zone),
        comment=f"{settings.PUBLIC_URL}/sas/orienter/creneau/{slot.slot_id}/{slot.day}",
    )


def _served_by(found: PublishedPlace) -> list[Resource]:
    if found.cpts is None:
        return []
    to = {"url": codes.SERVED_BY, "valueReference": {"reference": f"HealthcareService/{found.cpts.id}"}}
    return [{"extension": [to], **_concept(codes.CATEGORIES, codes.CPTS)}]


def _schedule(found: PublishedPlace) -> Resource:
    place, who = found.place.id, found.professional
    own = [f"Practitioner/{who.id}", f"PractitionerRole/{place}"] if who else [f"Location/{place}"]
    actors = [{"reference": one} for one in own]
    return _resource("Schedule", place, codes.SCHEDULE if who else codes.SCHEDULE_SOS, actor=actors)


def _practitioner(found: PublishedPlace) -> Resource:
    who = found.professional
    assert who is not None
    name = _filled(family=who.family_name, given=[who.given_name] if who.given_name else [])
    number = _identifier(codes.TYPES, "IDNPS", system=codes.PERSON, value=who.national_id)
    return _resource("Practitioner", who.id, codes.PRACTITIONER, identifier=[number], name=[name])


def _role(found: PublishedPlace) -> Resource:
    who = found.professional
    assert who is not None
    inside = f"lieu-{found.place.id}"
    number = _identifier(codes.TYPES, "IDNST", system=codes.STRUCTURE, value=found.number) if found.number else {}
    return _resource(
        "PractitionerRole",
        found.place.id,
        codes.ROLE,
        contained=[_location(found.place, inside, codes.LOCATION)],
        practitioner={"reference": f"Practitioner/{who.id}"},
        organization={"identifier": number} if number else {},
        specialty=[_concept(codes.SPECIALTIES, one) for one in found.specialties],
        location=[{"reference": f"#{inside}"}],
        telecom=_phones(found.place.phones, found.place.departement_code),
    )


def _location(place: PlaceFacts, number: object, profile: str, **more: object) -> Resource:
    address = _filled(
        line=[place.address or place.name], city=place.commune_name, postalCode=place.postal_code, country="FR"
    )
    at = {"latitude": place.lat, "longitude": place.lon} if place.lat is not None else {}
    own = _identifier(codes.LOCATION_TYPES, "INTRN", system=codes.PLATFORM, value=str(place.id))
    return _resource("Location", number, profile, identifier=[own], address=address, position=at, **more)


def _point(found: PublishedPlace) -> Resource:
    """The address of a structure, which keeps the agenda itself: a health centre, a point of SOS Médecins."""
    place, house = found.place, found.structure
    more = {"name": place.name, "telecom": _phones(place.phones, place.departement_code)}
    owner = {"reference": f"Organization/{house.id}"} if house else {}
    return _location(place, place.id, codes.LOCATION_SOS, managingOrganization=owner, **more)


def _owner(found: PublishedPlace) -> Resource | None:
    house = found.structure
    if house is None:
        return None
    number = _number_of(house, first="siret" if house.kind == "sos" else "finess")
    own = _identifier(codes.LOCATION_TYPES, "IDNST", system=codes.STRUCTURE, value=number) if number else {}
    named = {"identifier": [own] if own else [], "name": house.name}
    return _resource("Organization", house.id, codes.ORGANIZATION_SOS, **named)


def _service(cpts: StructureFacts) -> Resource:
    by = {"reference": f"Organization/{cpts.id}"}
    return _resource("HealthcareService", cpts.id, codes.SERVICE, providedBy=by)


def _community(found: PublishedPlace) -> Resource:
    cpts, contact = found.cpts, found.cpts_contact
    assert cpts is not None
    number = _identifier(codes.CORE_TYPES, "IDNST", system=codes.STRUCTURE, value=_number_of(cpts, first="finess"))
    phones = _phones(contact.phones, found.place.departement_code) if contact else []
    named = {"identifier": [number], "name": cpts.name, "telecom": phones}
    return _resource("Organization", cpts.id, codes.ORGANIZATION, **named)


def _number_of(house: StructureFacts, *, first: str) -> str:
    known = {"finess": house.finess and f"1{house.finess}", "siret": house.siret and f"3{house.siret}"}
    return known[first] or known["finess"] or known["siret"]


def _phones(phones: tuple[str, ...], departement: str) -> list[Resource]:
    found = [dialled(one, departement) for one in phones]
    return [{"system": "phone", "value": one} for one in found if one]


def _identifier(types: str, code: str, *, system: str, value: str) -> Resource:
    return {"type": _concept(types, code), "system": system, "value": value}


def _concept(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _resource(kind: str, number: object, profile: str, **elements: object) -> Resource:
    return _filled(resourceType=kind, id=str(number), meta={"profile": [profile]}, **elements)


def _filled(**elements: object) -> Resource:
    return {name: value for name, value in elements.items() if value not in ("", [], {})}
