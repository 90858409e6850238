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


Said = Mapping[Part, Pairs]


def pairs_of(said: Said, *left_out: Part) -> Pairs:
    """What it says in a row, without some parts."""
    return [pair for part, pairs in said.items() if part not in left_out for pair in pairs]


@dataclass(frozen=True, slots=True)
class Address:
    """The encoded parts of a search."""

    parts: Mapping[Part, str]

    @classmethod
    def of(cls, said: Said) -> "Address":
        """Encode what each part says."""
        return cls({part: urlencode(pairs) for part, pairs in said.items()})

    def but(self, *left_out: Part, more: str = "") -> str:
        """The query of this search without some parts, and with `more`, already encoded."""
        kept = [text for part, text in self.parts.items() if text and part not in left_out]
        return "&".join([*kept, more] if more else kept)
