"""When an editor is asked again, and what its delays come to."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta

from sas.timetable.capacity import SEARCH_DAYS

WANTED_EVERY = timedelta(minutes=2)
"""Between two questions about somebody whom a result page showed within WANTED_FOR."""
WANTED_FOR = timedelta(minutes=15)
KNOWN_EVERY = timedelta(hours=1)
"""About somebody whose slots the editor gives."""
UNKNOWN_EVERY = timedelta(hours=12)
"""About somebody of whom it has said nothing yet."""
AT_MOST_EVERY = timedelta(seconds=30)
"""Result pages ask no sooner about the same person."""

ANSWERS_WITHIN = timedelta(seconds=7)
"""How long one waits for an editor (fhir-sas §7): then a card says that nothing came."""

CLAIMED = timedelta(minutes=1)
"""A reading that was taken up and not settled is due again."""

STALE = timedelta(minutes=90)
"""Beyond that age what is known is told as not brought up to date, though nothing failed."""
LOST_AFTER = timedelta(days=14)
"""Answers without a place for that long: the editor no longer gives the slots of this person."""
KEPT_DAYS = 90
"""Days of counts that are kept."""

PER_MINUTE = 30
"""Requests to an editor that has said nothing of its own limit."""
AT_ONCE = 8
"""Requests to one editor in one turn, however high its limit: no editor holds the turn of the others."""
PEOPLE, ASSOCIATIONS = 25, 10
"""Identifiers in one request (fhir-sas §4, §6)."""

_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
_TOLERATED = 2
DELAYS_MS = (50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 7000)
"""Upper bounds of the counts of delays; a last count holds what is longer."""


def next_due(*, now: datetime, wanted_at: datetime | None, interfaced: bool) -> datetime:
    """When somebody is asked about again, after an answer."""
    if wanted_at is not None and wanted_at > now - WANTED_FOR:
        return now + WANTED_EVERY
    return now + (KNOWN_EVERY if interfaced else UNKNOWN_EVERY)


def retry_due(*, now: datetime, failures: int) -> datetime:
    """When somebody is asked about again, after so many failures in a row."""
    return now + min(WANTED_EVERY * (1 << min(failures, 8)), KNOWN_EVERY)


def closed_until(*, now: datetime, failures: int) -> datetime | None:
    """Until when an editor that failed so many times in a row is left alone; None: it may be asked at once."""
    if failures <= _TOLERATED:
        return None
    return now + min(_FIRST_WAIT * (1 << min(failures - _TOLERATED - 1, 8)), _LONGEST_WAIT)


def window_end(now: datetime) -> datetime:
    """How far slots are asked for: whatever the zone, the three calendar days that a search shows."""
    return now + timedelta(days=SEARCH_DAYS)


def is_stale(*, read_at: datetime, failed: bool, now: datetime) -> bool:
    """Whether what is known of a place is told as not brought up to date."""
    return failed or now - read_at > STALE


def is_awaited(*, wanted_at: datetime | None, now: datetime) -> bool:
    """Whether a page that shows somebody of whom nothing was ever read says that it is being read.

    It has the editor asked; seven seconds later, and for as long as pages go on asking, it says that nothing came.
    """
    return wanted_at is None or not ANSWERS_WITHIN <= now - wanted_at < WANTED_FOR


def has_lost(*, seen_at: datetime | None, now: datetime) -> bool:
    """Whether answers have been without a place for too long."""
    return seen_at is None or now - seen_at > LOST_AFTER


def counted(delays: Sequence[int], milliseconds: int) -> list[int]:
    """The counts with one more answer."""
    counts = list(delays) or [0] * (len(DELAYS_MS) + 1)
    counts[bisect_left(DELAYS_MS, milliseconds)] += 1
    return counts


def quantile(delays: Sequence[int], part: float) -> int | None:
    """The bound, in milliseconds, under which this part of the answers came; None: there was none, or no bound."""
    wanted, seen = part * sum(delays), 0
    if not wanted:
        return None
    for bound, count in zip((*DELAYS_MS, None), delays, strict=True):
        seen += count
        if seen >= wanted:
            return bound
    return None
