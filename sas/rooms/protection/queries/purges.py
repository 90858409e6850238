"""What the nights removed, kind by kind, as the journal tells it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sas.actor import Actor
from sas.rooms.journal import queries as journal
from sas.rooms.protection.enums import Basis
from sas.rooms.protection.rules import LINES, Line, Span, may_read

_LATELY = timedelta(days=31)
_LATE = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class KindPurged:
    """One kind: how long it is kept, and its last purge of the month.

    `failure` is the class of what kept the last purge from removing anything; `late`: no night has removed any for a
    day and a half, or the operator has some to remove.
    """

    kind: str
    kept: Span
    basis: Basis
    command: str
    last_at: datetime | None
    last_count: int
    failure: str
    late: bool


def retention(*, actor: Actor, now: datetime) -> tuple[KindPurged, ...]:
    """The whole table; raises Refused for anyone but administrators."""
    if refusal := may_read(actor):
        raise refusal
    kinds = [line.kind for line in LINES]
    told = journal.latest_traces(actor=actor, subject="retention", subject_ids=kinds, since=now - _LATELY)
    trail = journal.trail_extent(actor=actor)
    return tuple(
        _by_operator(line, trail, now) if line.purge is None else _by_night(line, told.get(line.kind), now)
        for line in LINES
    )


def _by_night(line: Line, told: journal.Trace | None, now: datetime) -> KindPurged:
    details = told.details if told else {}
    return KindPurged(
        kind=line.kind,
        kept=line.kept(),
        basis=line.basis,
        command=line.command,
        last_at=told.at if told else None,
        last_count=details.get("count", 0),
        failure=details.get("failure", ""),
        late=told is None or told.at < now - _LATE,
    )


def _by_operator(line: Line, trail: journal.TrailExtent, now: datetime) -> KindPurged:
    """The journal, which the platform may only add to: its purge counts what was removed since the beginning."""
    return KindPurged(
        kind=line.kind,
        kept=line.kept(),
        basis=line.basis,
        command=line.command,
        last_at=trail.purged_at,
        last_count=trail.purged,
        failure="",
        late=trail.oldest is not None and trail.oldest < line.kept().limit(now),
    )
