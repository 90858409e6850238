"""What may be read and how it is searched: one table, for the search itself and for /metadata."""

from dataclasses import dataclass, field
from enum import StrEnum

from sas.web.api.fhir import codes


class By(StrEnum):
    """What a parameter chooses by; the value is its type in a CapabilityStatement."""

    PERSON = "person"
    STRUCTURE = "structure"
    PLACE = "place"
    ID = "id"
    SCHEDULE = "schedule"
    START = "start"
    STATUS = "status"


TYPES = {
    By.PERSON: "token",
    By.STRUCTURE: "token",
    By.PLACE: "token",
    By.ID: "token",
    By.SCHEDULE: "reference",
    By.START: "date",
    By.STATUS: "token",
}
CHOOSERS = frozenset({By.PERSON, By.STRUCTURE, By.PLACE, By.ID, By.SCHEDULE})
"""One of them is asked for: nobody reads the whole country at once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A resource type: its parameters, and the includes that begin with it."""

    profiles: tuple[str, ...]
    parameters: dict[str, By]
    includes: tuple[str, ...] = ()
    revincludes: tuple[str, ...] = field(default=())


_PERSON, _POINT = "Practitioner.identifier", "Location.organization.identifier"
KINDS: dict[str, Kind] = {
    "Slot": Kind(
        (codes.SLOT, codes.SLOT_CPTS, codes.SLOT_SOS),
        {
            "_id": By.ID,
            "schedule": By.SCHEDULE,
            f"schedule.actor:{_PERSON}": By.PERSON,
            f"schedule.actor:{_POINT}": By.STRUCTURE,
            "start": By.START,
            "status": By.STATUS,
        },
        ("Slot:schedule", "Slot:service-type-reference"),
    ),
    "Schedule": Kind(
        (codes.SCHEDULE, codes.SCHEDULE_SOS),
        {
            "_id": By.ID,
            f"actor:{_PERSON}": By.PERSON,
            f"actor:{_POINT}": By.STRUCTURE,
            "_has:Slot:schedule:start": By.START,
            "_has:Slot:schedule:status": By.STATUS,
        },
        ("Schedule:actor",),
        ("Slot:schedule",),
    ),
    "PractitionerRole": Kind(
        (codes.ROLE,),
        {"_id": By.ID, "practitioner.identifier": By.PERSON, f"practitioner:{_PERSON}": By.PERSON},
        ("PractitionerRole:practitioner",),
    ),
    "Practitioner": Kind((codes.PRACTITIONER,), {"_id": By.ID, "identifier": By.PERSON}),
    "Location": Kind(
        (codes.LOCATION_SOS,),
        {"_id": By.ID, "identifier": By.PLACE, "organization.identifier": By.STRUCTURE},
        ("Location:organization",),
    ),
    "HealthcareService": Kind(
        (codes.SERVICE,),
        {"_id": By.ID, "organization.identifier": By.STRUCTURE},
        ("HealthcareService:organization",),
    ),
    "Organization": Kind(
        (codes.ORGANIZATION, codes.ORGANIZATION_SOS),
        {"_id": By.ID, "identifier": By.STRUCTURE},
    ),
}
INCLUDES = frozenset(one for kind in KINDS.values() for one in kind.includes)
CONTROLS = frozenset(
    {"_include", "_include:iterate", "_include:recurse", "_revinclude", "_count", "_offset", "_format"}
)
