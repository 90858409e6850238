"""What an editor is told of a regulator, and what it answers (INT_R02)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class Server:
    """An editor's FHIR server. `expected_cn`, `expected_ou`: of its certificate, empty when not looked at."""

    base_url: str
    accept: str = "application/json+fhir"
    expected_cn: str = ""
    expected_ou: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """By which a regulator is known: national (IDNPS), or the platform's own when there is none (INTRN)."""

    system: str
    value: str

    @property
    def token(self) -> str:
        """« system|value », as FHIR searches for it."""
        return f"{self.system}|{self.value}"

    @classmethod
    def of(cls, token: str) -> "Identifier":
        """The other way round."""
        system, _, value = token.partition("|")
        return cls(system, value)


@dataclass(frozen=True, slots=True)
class Regulator:
    """One regulator; `active` False: no longer entitled."""

    identifier: Identifier
    family_name: str
    given_name: str
    email: str
    active: bool


class Verdict(Enum):
    """What an answer means for what comes next."""

    DONE = "done"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request: `code` says why in a few words without any personal data.

    `certificate_until`: the end of the certificate that the server showed, None without TLS.
    """

    verdict: Verdict
    code: str = ""
    certificate_until: datetime | None = None
