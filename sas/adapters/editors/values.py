"""What an editor's answer means once it is read: frozen values, no FHIR word beyond this package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sas.timetable.modality import Modality


class Kind(StrEnum):
    """Which of the three queries of the guide is asked."""

    PRACTITIONERS = "practitioners"
    CPTS = "cpts"
    SOS = "sos"


class Label(StrEnum):
    """For whom a slot may be booked (TRE_R314)."""

    PUBLIC = "PUBLIC"
    PRO = "PRO"
    SNP = "SNP"
    CPTS = "CPTS"


class Failure(StrEnum):
    """Why an editor said nothing."""

    TIMEOUT = "timeout"
    REFUSED = "refused"
    TLS = "tls"
    STATUS = "status"
    MEDIA_TYPE = "media_type"
    TOO_LARGE = "too_large"
    NOT_A_BUNDLE = "not_a_bundle"
    OPEN_CIRCUIT = "open_circuit"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how one editor is asked, in one environment."""

    editor_id: int
    base_url: str  # https://…/fhir, http only on loopback
    accept: str = "application/json+fhir"
    expected_cn: str = ""  # of the server's certificate; empty: not checked
    expected_ou: str = ""
    hosts: tuple[str, ...] = ()  # hosts of booking pages it may lead to
    page_size: int | None = None  # _count, when it wants one


@dataclass(frozen=True, slots=True)
class Asked:
    """One request's worth of professionals (IDNPS values, 1–25), CPTS included or not; or of SIRET (1–10) for SOS."""

    kind: Kind  # PRACTITIONERS | CPTS | SOS
    identifiers: tuple[str, ...]  # "8" + RPPS, or "3" + SIRET
    start: datetime  # aware
    end: datetime


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time at which a patient can be received."""

    slot_id: str
    start: datetime  # UTC
    end: datetime
    labels: frozenset[Label]  # PUBLIC, PRO, SNP, CPTS: never empty
    modalities: Modality  # sas.timetable.modality flags
    bookable: bool  # ROUTINE; False: WALKIN
    reason: str
    specialties: tuple[str, ...]  # SM codes
    url: str | None  # https and a declared host, or nothing
    cpts: tuple[str, ...]  # FINESS numbers of the CPTS it is offered to


@dataclass(frozen=True, slots=True)
class Site:
    """A place as the editor describes it, with its free slots."""

    professional: str | None  # national id ("8"+RPPS); None for SOS
    association: str | None  # SIRET of the SOS association
    identifiers: tuple[tuple[str, str], ...]  # (system, value) of Location / PractitionerRole.organization (IDNST)
    local_id: str  # the editor's own id of the place (PractitionerRole.id or Location.id)
    name: str
    line: str
    postal_code: str
    city: str
    phone: str
    slots: tuple[FreeSlot, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one editor said to one request, or why it said nothing."""

    editor_id: int
    asked: Asked
    sites: tuple[Site, ...]
    dropped: Mapping[str, int]  # reason code -> entries, never silent
    failure: Failure | None  # enum: TIMEOUT, REFUSED, TLS, STATUS, MEDIA_TYPE, TOO_LARGE, NOT_A_BUNDLE, OPEN_CIRCUIT…
    detail: str  # short, no personal data: status code, OperationOutcome code
    asked_at: datetime
    milliseconds: int
