"""The elements of an Appointment that are read, and no other: what is not named here is neither kept nor looked at."""

from typing import Literal

from msgspec import Struct, field


class Coding(Struct, omit_defaults=True):
    """A code of a system."""

    system: str = ""
    code: str = ""


class Concept(Struct, omit_defaults=True):
    """Codes without their text, which may say anything."""

    coding: list[Coding] = field(default_factory=list)


class Identifier(Struct, omit_defaults=True):
    """A number and whose numbers they are."""

    type: Concept | None = None
    system: str = ""
    value: str = ""


class Reference(Struct, omit_defaults=True):
    """Somebody, by a number; `reference` and `type` are read to refuse patients."""

    identifier: Identifier | None = None
    reference: str = ""
    type: str = ""


class Extension(Struct, omit_defaults=True):
    """One of ours is who took the appointment."""

    url: str
    valueReference: Reference | None = None  # noqa: N815  FHIR's name


class Participant(Struct, omit_defaults=True):
    """A doctor, or the place of one who is not known yet."""

    actor: Reference | None = None
    status: str = ""
    type: list[Concept] = field(default_factory=list)


class Appointment(Struct, omit_defaults=True):
    """As FrAppointmentSAS and sas-sos-appointment constrain it."""

    resourceType: Literal["Appointment"]  # noqa: N815  FHIR's name
    id: str = ""
    extension: list[Extension] = field(default_factory=list)
    identifier: list[Identifier] = field(default_factory=list)
    status: str = ""
    start: str = ""
    end: str = ""
    created: str = ""
    participant: list[Participant] = field(default_factory=list)
