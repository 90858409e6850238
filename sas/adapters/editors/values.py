"""What an editor's answer means once it is read: frozen values, no FHIR word beyond this package."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sas.timetable.modality import Modality


class Kind(StrEnum):
    """Which of the guide's three questions is asked."""

    PRACTITIONERS = "practitioners"
    CPTS = "cpts"
    SOS = "sos"


class Label(StrEnum):
    """To whom the editor says a slot is open."""

    PUBLIC = "PUBLIC"
    PRO = "PRO"
    SNP = "SNP"
    CPTS = "CPTS"


class Failure(StrEnum):
    """Why an editor said nothing that can be believed."""

    TIMEOUT = "timeout"
    REFUSED = "refused"  # no connection, or one that broke
    TLS = "tls"
    STATUS = "status"
    MEDIA_TYPE = "media_type"
    TOO_LARGE = "too_large"
    NOT_A_BUNDLE = "not_a_bundle"
    UNUSABLE = "unusable"  # slots, and not one of which it can be told whose and where it is
    OPEN_CIRCUIT = "open_circuit"  # it failed too often: not asked
    INSECURE = "insecure"  # its address is not https: not asked


class Dropped(StrEnum):
    """Why something of an answer was left out; the last three are told of a slot that is kept."""

    UNREADABLE = "unreadable"
    OUTCOME = "outcome"  # the editor itself reports an error among its entries
    NOT_FREE = "not_free"
    NO_END = "no_end"
    NO_ZONE = "no_zone"
    BACKWARDS = "backwards"
    OUT_OF_WINDOW = "out_of_window"
    NO_SCHEDULE = "no_schedule"
    NO_ACTOR = "no_actor"
    NO_LOCATION = "no_location"
    TWO_ACTORS = "two_actors"
    UNPREFIXED = "unprefixed"
    NOT_ASKED = "not_asked"
    NO_LABEL = "no_label"
    DUPLICATE = "duplicate"
    PAGES = "pages"
    NEXT_ELSEWHERE = "next_elsewhere"
    LINK = "link"
    MODALITY = "modality"
    CPTS = "cpts"


BROKEN = frozenset({Dropped.UNREADABLE, Dropped.NO_SCHEDULE, Dropped.NO_ACTOR, Dropped.NO_LOCATION, Dropped.UNPREFIXED})
"""What an answer that keeps its promises never has; the other reasons are choices of the editor, or ours."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how one editor is asked, in one environment."""

    editor_id: int
    base_url: str
    """`https://…/fhir`; http on this machine, where EDITOR_LOOPBACK says so."""
    accept: str = "application/json+fhir"
    expected_cn: str = ""
    """Of the server's certificate; empty: not checked. Likewise `expected_ou`."""
    expected_ou: str = ""
    hosts: tuple[str, ...] = ()
    """Hosts of booking pages that its links may lead to."""
    page_size: int | None = None
    """`_count`, when it wants one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the identifiers of 1 to 25 professionals ("8" + RPPS), with the CPTS or without.

    Or of 1 to 10 associations of SOS Médecins ("3" + SIRET). `start` and `end` are aware.
    """

    kind: Kind
    identifiers: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time at which the editor says that a patient can be received; in UTC."""

    slot_id: str
    start: datetime
    end: datetime
    labels: frozenset[Label]
    """Never empty."""
    modalities: Modality
    bookable: bool
    """ROUTINE; False: WALKIN, one comes without an appointment."""
    reason: str
    specialties: tuple[str, ...]
    url: str | None
    """Of the agenda: https and a host that the editor declared, or nothing."""
    cpts: tuple[str, ...]
    """FINESS numbers of the CPTS it is offered to, nine characters each."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place as the editor describes it, with its free slots in order."""

    professional: str | None
    """National id ("8" + RPPS), None for SOS Médecins."""
    association: str | None
    """SIRET of the association, fourteen digits without the "3" that the question puts before it."""
    identifiers: tuple[tuple[str, str], ...]
    """(system, value) of the place, then of its structure. An editor may leave the system empty."""
    local_id: str
    name: str
    line: str
    postal_code: str
    city: str
    phone: str
    slots: tuple[FreeSlot, ...]
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees, somewhere on earth; None when the editor tells none that can be."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one editor said to one request, or why it said nothing; nothing free is not a failure.

    `dropped` counts by reason what was left out. `detail` is short and holds no personal data: a status, a code.
    """

    editor_id: int
    asked: Asked
    sites: tuple[Site, ...]
    dropped: Mapping[str, int]
    failure: Failure | None
    detail: str
    asked_at: datetime
    milliseconds: int
    certificate_until: datetime | None = None
    """The end of the certificate that the server showed; None without TLS, and for a failure."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate that a server showed: names of its subject and issuer, its end."""

    version: str
    """« TLSv1.3 »."""
    subject: str
    issuer: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """One question that a person tried: what left, what came, what the reader made of it. Kept nowhere.

    `status` and `headers` are of the first page, None and empty when nothing came. `body` is its beginning as text,
    `cut` when it went on, out of `length` bytes read.
    """

    url: str
    answer: Answer
    status: int | None
    headers: tuple[tuple[str, str], ...]
    tls: Shown | None
    body: str
    cut: bool
    length: int
    pages: int


class Part(StrEnum):
    """What one of our own files of mutual TLS is for."""

    CLIENT = "client"
    AUTHORITY = "authority"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One certificate, or list of revoked ones, of ours; `until` None: it cannot be read, or says no end."""

    part: Part
    common_name: str
    unit: str
    until: datetime | None
