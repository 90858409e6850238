"""What the address service answers, as frozen values."""

from dataclasses import dataclass
from enum import StrEnum


class AddressKind(StrEnum):
    """How precise an answer is; values are the protocol's."""

    HOUSE = "housenumber"
    STREET = "street"
    LOCALITY = "locality"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class FoundAddress:
    """One answer, best first. `score` in [0, 1]; `lat`, `lon` in degrees (WGS84); `citycode` is the INSEE code.

    `context` reads "département number, département, région".
    """

    label: str
    score: float
    kind: AddressKind
    housenumber: str
    street: str
    postcode: str
    citycode: str
    city: str
    context: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class AddressQuery:
    """One line of a bulk request: the street line, and what is known of the commune (either may be empty)."""

    address: str
    postcode: str
    citycode: str


@dataclass(frozen=True, slots=True)
class FoundPoint:
    """The answer to one line of a bulk request."""

    score: float
    kind: AddressKind
    citycode: str
    lat: float
    lon: float
