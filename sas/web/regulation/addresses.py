"""The address of a search, in parts that are encoded once: a result page links to thirty variants of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlencode

Pairs = list[tuple[str, str]]


class Part(Enum):
    """What the address says, in the order in which it says it."""

    SEARCH = auto()
    """What, where, the seed of the random order, the preferred doctor."""
    PLACES = auto()
    """The places of one point of the map."""
    VIEW = auto()
    MODE = auto()
    FILTERS = auto()
    ORDER = auto()
    KEPT = auto()
    """The list that an earlier page fixed."""


@dataclass(frozen=True, slots=True)
class Address:
    """The encoded parts of a search."""

    parts: Mapping[Part, str]

    @classmethod
    def of(cls, pairs: Mapping[Part, Pairs]) -> "Address":
        """Encode what each part says."""
        return cls({part: urlencode(said) for part, said in pairs.items()})

    def but(self, *left_out: Part, more: str = "") -> str:
        """The query of this search without some parts, and with `more`, already encoded."""
        said = [text for part, text in self.parts.items() if text and part not in left_out]
        return "&".join([*said, more] if more else said)
