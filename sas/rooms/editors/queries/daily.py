"""How editors answered day by day, for the figures of the room above."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.editors.models import EditorDay
from sas.rooms.editors.rules import may_read_health, quantile


@dataclass(frozen=True, slots=True)
class Answers:
    """Requests, those without an answer that could be believed, and delays in milliseconds (None: unknown)."""

    requests: int
    failures: int
    p50: int | None
    p95: int | None


@dataclass(frozen=True, slots=True)
class DailyHealth:
    """An active editor: all the days asked together, and those on which it was asked, in order."""

    editor_id: int
    name: str
    total: Answers
    days: tuple[tuple[date, Answers], ...]


def daily_health(*, actor: Actor, first: date, last: date) -> tuple[DailyHealth, ...]:
    """By name, in two questions; days in UTC, both included. Raises Refused for anyone but administrators."""
    if refusal := may_read_health(actor):
        raise refusal
    days_of: defaultdict[int, list[EditorDay]] = defaultdict(list)
    for row in EditorDay.objects.filter(day__range=(first, last)).order_by("day"):
        days_of[row.editor_id].append(row)
    return tuple(
        DailyHealth(one.id, one.name, _answers(rows), tuple((row.day, _answers([row])) for row in rows))
        for one in directory.editors(actor=actor)
        for rows in [days_of[one.id]]
    )


def _answers(rows: Sequence[EditorDay]) -> Answers:
    """A quantile of several days is that of their counts together."""
    delays = [sum(column) for column in zip(*(row.delays for row in rows if row.delays), strict=True)]
    return Answers(
        requests=sum(row.requests for row in rows),
        failures=sum(sum(row.failed.values()) for row in rows),
        p50=quantile(delays, 0.5),
        p95=quantile(delays, 0.95),
    )
