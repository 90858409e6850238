"""What Pro Santé Connect answers, as frozen values, and why an answer is not believed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Doubt(StrEnum):
    """Each reason to refuse what came back; values are codes, written to logs and to the journal."""

    STATE = "state"
    CANCELLED = "cancelled"
    PROVIDER_ERROR = "provider_error"
    CODE = "code"
    CLIENT = "client"
    FORM = "form"
    ALGORITHM = "algorithm"
    KEY = "key"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NONCE = "nonce"
    ACR = "acr"
    USERINFO = "userinfo"
    SUBJECT = "subject"
    NATIONAL_ID = "national_id"
    ENDED = "ended"
    EVENT = "event"


class NotTrusted(Exception):
    """What the provider, or somebody in its name, sent is refused. Carries a code, no personal data."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class Departure:
    """A browser about to be sent to `url`; the rest stays in its session until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What ends and renews the provider's session. Kept encrypted only."""

    id_token: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back, as the provider says. `traces` holds codes for the audit trail, by name of claim."""

    issuer: str
    subject: str
    national_id: str
    family_name: str
    given_name: str
    sid: str
    tokens: Tokens
    traces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """The provider says that a session ended: by `sid`, else all of `subject`. `seconds` is when it said so (Unix)."""

    identifier: str
    sid: str
    subject: str
    seconds: int
