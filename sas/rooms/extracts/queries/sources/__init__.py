"""Where the lines of each dataset come from: cells in the order of rules.COLUMNS, a few hundred lines at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sas.rooms.extracts.enums import Dataset
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.extracts.queries.sources import hours, orientations, participation, quarters, searches, users

Cell = str | int | bool | date | datetime | tuple[str, ...] | None
Chunk = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Source:
    """How many lines to expect, an estimate for hours, and the lines; both only within a transaction."""

    expected: Callable[[Reach], int]
    rows: Callable[[Reach], Iterator[Chunk]]


SOURCES = {
    Dataset.USERS: Source(users.expected, users.rows),
    Dataset.PARTICIPATION: Source(participation.expected, participation.rows),
    Dataset.HOURS: Source(hours.expected, hours.rows),
    Dataset.ORIENTATIONS: Source(orientations.expected, orientations.rows),
    Dataset.AVENANT9: Source(quarters.expected, quarters.rows),
    Dataset.SEARCHES: Source(searches.expected, searches.rows),
}
