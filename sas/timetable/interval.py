"""Half-open stretches of time in UTC, and their algebra."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime: {moment!r}")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start`, included, to `end`, excluded; ordered by start, then end.

    Any aware datetime is accepted and kept in UTC. Raises ValueError when one is naive or when `start >= end`.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        # A search makes thousands of them, nearly all in UTC already.
        if not (self.start.tzinfo is self.end.tzinfo is UTC):
            object.__setattr__(self, "start", _utc(self.start))
            object.__setattr__(self, "end", _utc(self.end))
        if self.start >= self.end:
            raise ValueError(f"empty interval: {self.start} .. {self.end}")

    @property
    def duration(self) -> timedelta:
        """Elapsed time, whatever the clocks on the wall did meanwhile."""
        return self.end - self.start

    def contains(self, instant: datetime) -> bool:
        """Whether the instant is inside; the end is not."""
        return self.start <= instant < self.end

    def overlaps(self, other: "Interval") -> bool:
        """Whether they share an instant: two intervals that only touch do not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True, order=True)
class Since:
    """Every instant from `start` on, kept in UTC: an unavailability whose end is not known.

    Raises ValueError when `start` is naive.
    """

    start: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _utc(self.start))

    def contains(self, instant: datetime) -> bool:
        """Whether the instant is the start or later."""
        return self.start <= instant


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same instants as sorted, disjoint intervals; those that touch are merged."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if merged and interval.start <= merged[-1].end:
            if interval.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, interval.end)
        else:
            merged.append(interval)
    return tuple(merged)


def meets(interval: Interval, others: Sequence[Interval]) -> bool:
    """Whether the interval shares an instant with one of `others`, which are sorted and disjoint (see `union`)."""
    before = bisect_left(others, interval.end, key=lambda one: one.start)
    return before > 0 and others[before - 1].end > interval.start


def subtract(intervals: Iterable[Interval], holes: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants of `intervals` that are in none of `holes`; sorted, disjoint, merged."""
    gaps = union(holes)
    kept: list[Interval] = []
    for interval in union(intervals):
        reached = interval.start
        for gap in gaps:
            if gap.end <= reached:
                continue
            if gap.start >= interval.end:
                break
            if reached < gap.start:
                kept.append(Interval(reached, gap.start))
            reached = gap.end
        if reached < interval.end:
            kept.append(Interval(reached, interval.end))
    return tuple(kept)


def intersect(a: Iterable[Interval], b: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants that are in both; sorted, disjoint, merged."""
    first = union(a)
    return subtract(first, subtract(first, b))
