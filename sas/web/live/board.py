"""What changed lately, numbered, and where each reader is: one copy for all, whoever is slow keeps nothing waiting."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.rooms.offer.rules import EVERYTHING

KEPT = 3000
"""Batches that can be told again: ten minutes of a country that never rests, for readers who come back."""

MOST_NAMED = 5000
"""Beyond these places a batch is the mark that says: all of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Places that changed together: their ids, or the mark of all."""

    number: int
    at: datetime
    places: frozenset[str]


class Board:
    """The last batches. Readers hold the number of the last one they read, or of none."""

    def __init__(self, *, epoch: str, since: datetime, kept: int = KEPT) -> None:
        self._epoch, self._began = epoch, since
        self._batches: deque[Batch] = deque(maxlen=kept)
        self._drawn: tuple[int, bytes] = (-1, b"")
        self.last = 0

    def tell(self, payloads: Collection[str], *, at: datetime) -> None:
        """Add what the database announced; each payload holds ids separated by spaces, or the mark of all."""
        places = frozenset(place for payload in payloads for place in payload.split())
        self.last += 1
        self._batches.append(Batch(self.last, at, _bounded(places)))
        self._drawn = (-1, b"")

    def number_of(self, event_id: str) -> int | None:
        """Where a reader was, from the last id he received; None: of another life of this process, or of nobody."""
        epoch, _, number = event_id.partition("-")
        known = epoch == self._epoch and number.isascii() and number.isdigit() and len(number) < 16
        return int(number) if known and int(number) <= self.last else None

    def number_at(self, moment: datetime) -> int | None:
        """Where a reader is who knows all that was before `moment`; None when that is too long ago to be sure."""
        if moment < self._began:
            return None
        return next((batch.number for batch in reversed(self._batches) if batch.at < moment), self._forgotten())

    def _forgotten(self) -> int | None:
        """The beginning, as long as nothing has been forgotten."""
        return 0 if self.last == len(self._batches) else None

    def event(self, after: int | None) -> bytes:
        """All that was told after that number, as one event; the mark of all when some of it is forgotten."""
        if after is None:
            return self._written({EVERYTHING})
        # Nearly everybody is at the same place: what is drawn for one is kept for the others.
        if self._drawn[0] != after:
            self._drawn = (after, self._written(self._after(after)))
        return self._drawn[1]

    def _after(self, number: int) -> Collection[str]:
        if self._batches[0].number > number + 1:
            return {EVERYTHING}
        recent = [batch.places for batch in self._batches if batch.number > number]
        return _bounded(frozenset().union(*recent))

    def _written(self, places: Collection[str]) -> bytes:
        return f"id: {self._epoch}-{self.last}\ndata: {' '.join(sorted(places))}\n\n".encode()


def _bounded(places: frozenset[str]) -> frozenset[str]:
    return frozenset({EVERYTHING}) if EVERYTHING in places or len(places) > MOST_NAMED else places
