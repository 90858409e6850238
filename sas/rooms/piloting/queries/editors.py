"""How editors answered, a day and in all: their own room counts it."""

from dataclasses import dataclass
from datetime import date

from sas.actor import Actor
from sas.rooms.editors import queries as editors
from sas.rooms.piloting.rules import Period


@dataclass(frozen=True, slots=True)
class EditorDayFigures:
    """A day, in UTC. Delays in milliseconds: the bound under which half and 95 % of the answers came; None: unknown."""

    day: date
    requests: int
    failures: int
    p50: int | None
    p95: int | None


@dataclass(frozen=True, slots=True)
class EditorFigures:
    """One active editor: the days on which it was asked, in order, and all of them together."""

    editor_id: int
    name: str
    requests: int
    failures: int
    p50: int | None
    p95: int | None
    days: tuple[EditorDayFigures, ...]


def editors_health(*, actor: Actor, period: Period) -> tuple[EditorFigures, ...]:
    """By name; counts are kept ninety days. Raises Refused for anyone but administrators."""
    return tuple(
        EditorFigures(
            one.editor_id,
            one.name,
            one.total.requests,
            one.total.failures,
            one.total.p50,
            one.total.p95,
            tuple(EditorDayFigures(day, c.requests, c.failures, c.p50, c.p95) for day, c in one.days),
        )
        for one in editors.daily_health(actor=actor, first=period.first, last=period.last)
    )
