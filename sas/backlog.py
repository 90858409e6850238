"""What waits to be sent, as whoever watches the platform is told: counts by state, and since when the oldest waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """By state; `since`: when the oldest that waits was made (UTC), None when nothing does."""

    counts: dict[str, int]
    since: datetime | None


def added_up(rows: Iterable[tuple[str, int, datetime]], *, states: Iterable[str], waits: str) -> Backlog:
    """`rows`: state, count, oldest; a state without a row counts none. `waits`: the state of what was not sent yet."""
    found = {state: (count, oldest) for state, count, oldest in rows}
    counts = {state: found[state][0] if state in found else 0 for state in map(str, states)}
    return Backlog(counts, found[waits][1] if waits in found else None)
