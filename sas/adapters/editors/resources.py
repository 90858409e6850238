"""The resources of FHIR R4 as far as they are read here. What else an editor sends is passed over.

An element that is missing or null is as good as another: what a slot cannot do without is asked for by the reader,
which says what is wrong with it. A wrong type anywhere makes its own entry unreadable, and no other. Nothing here
refers back to what holds it: the garbage collector need not look at thousands of them (`gc=False`).
"""

from datetime import datetime

import msgspec
from msgspec import Raw, Struct

NOTHING = Raw(b"null")


class Coding(Struct, gc=False):
    """A code of a system."""

    system: str | None = None
    code: str | None = None


class Identifier(Struct, gc=False):
    """A number of a system. Its type is never looked at: its system varies from one version to the next."""

    system: str | None = None
    value: str | None = None


class Reference(Struct, gc=False):
    """Towards another resource, or to what an identifier names."""

    reference: str | None = None
    identifier: Identifier | None = None


class Extension(Struct, gc=False, rename="camel"):
    """An element added by a profile."""

    url: str | None = None
    value_reference: Reference | None = None


class Concept(Struct, gc=False):
    """Codes, or words."""

    coding: tuple[Coding, ...] | None = None
    text: str | None = None
    extension: tuple[Extension, ...] | None = None


class Security(Struct, gc=False):
    """`meta`: the labels alone."""

    security: tuple[Coding, ...] | None = None


class Telecom(Struct, gc=False):
    """A way to reach somebody."""

    system: str | None = None
    value: str | None = None


class Address(Struct, gc=False, rename="camel"):
    """A postal address."""

    line: tuple[str | None, ...] | None = None
    city: str | None = None
    postal_code: str | None = None


class Position(Struct, gc=False):
    """A point, in degrees."""

    latitude: float | None = None
    longitude: float | None = None


class Slot(Struct, gc=False, tag_field="resourceType", tag="Slot", rename="camel"):
    """A time. What slots of one agenda all say alike is left as it came: it is read once."""

    id: str
    schedule: Reference | None = None
    status: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    comment: str | None = None
    meta: Raw = NOTHING
    service_type: Raw = NOTHING
    specialty: Raw = NOTHING
    appointment_type: Raw = NOTHING


class Schedule(Struct, gc=False, tag_field="resourceType", tag="Schedule", rename="camel"):
    """Whose times, and where."""

    id: str = ""
    actor: tuple[Reference, ...] | None = None


class Practitioner(Struct, gc=False, tag_field="resourceType", tag="Practitioner", rename="camel"):
    """A professional."""

    id: str = ""
    identifier: tuple[Identifier, ...] | None = None


class Location(Struct, gc=False, tag_field="resourceType", tag="Location", rename="camel"):
    """A place: alone for SOS Médecins, inside its PractitionerRole otherwise. A position may be nonsense."""

    id: str = ""
    identifier: tuple[Identifier, ...] | None = None
    name: str | None = None
    telecom: tuple[Telecom, ...] | None = None
    address: Address | None = None
    position: Raw = NOTHING
    managing_organization: Reference | None = None


class PractitionerRole(Struct, gc=False, tag_field="resourceType", tag="PractitionerRole", rename="camel"):
    """A professional at a place."""

    id: str = ""
    contained: tuple[Raw, ...] | None = None
    practitioner: Reference | None = None
    organization: Reference | None = None
    location: tuple[Reference, ...] | None = None
    telecom: tuple[Telecom, ...] | None = None


class HealthcareService(Struct, gc=False, tag_field="resourceType", tag="HealthcareService", rename="camel"):
    """What stands between a slot and a CPTS."""

    id: str = ""
    provided_by: Reference | None = None


class Organization(Struct, gc=False, tag_field="resourceType", tag="Organization", rename="camel"):
    """A CPTS, or an association of SOS Médecins."""

    id: str = ""
    identifier: tuple[Identifier, ...] | None = None


class Issue(Struct, gc=False):
    """One line of an OperationOutcome."""

    severity: str | None = None
    code: str | None = None


class OperationOutcome(Struct, gc=False, tag_field="resourceType", tag="OperationOutcome"):
    """What went wrong, as the editor tells it."""

    issue: tuple[Issue, ...] | None = None


Resource = (
    Slot | Schedule | Practitioner | PractitionerRole | Location | HealthcareService | Organization | OperationOutcome
)
READ = frozenset(one.__name__ for one in Resource.__args__)


class Entry(Struct, gc=False, rename="camel"):
    """An entry of a bundle, read in one go."""

    resource: Resource
    full_url: str | None = None


class Named(Struct, gc=False, rename="camel"):
    """The least that can be read of a resource that cannot."""

    resource_type: str | None = None


class NamedEntry(Struct, gc=False):
    """An entry whose resource cannot be read."""

    resource: Named | None = None


class Link(Struct, gc=False):
    """Towards this page of the answer, or the next."""

    relation: str | None = None
    url: str | None = None


class Bundle(Struct, gc=False, tag_field="resourceType", tag="Bundle"):
    """An answer, its entries still as they came: each is read on its own."""

    type: str | None = None
    entry: tuple[Raw, ...] | None = None
    link: tuple[Link, ...] | None = None


bundle = msgspec.json.Decoder(Bundle).decode
entry = msgspec.json.Decoder(Entry).decode
named_entry = msgspec.json.Decoder(NamedEntry).decode
security = msgspec.json.Decoder(Security | None).decode
concept = msgspec.json.Decoder(Concept | None).decode
concepts = msgspec.json.Decoder(tuple[Concept, ...] | None).decode
location = msgspec.json.Decoder(Location).decode
position = msgspec.json.Decoder(Position | None).decode
outcome = msgspec.json.Decoder(OperationOutcome).decode
