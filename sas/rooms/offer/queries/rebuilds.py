"""The rebuilds that were asked for, and how far they are (F-263)."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.offer.enums import RebuildState
from sas.rooms.offer.models import Rebuild
from sas.rooms.offer.rules import STALLED, may_rebuild

SHOWN = 10


@dataclass(frozen=True, slots=True)
class RebuildFacts:
    """One rebuild; `done` and `total` count places."""

    id: int
    state: RebuildState
    done: int
    total: int
    started_at: datetime
    ended_at: datetime | None
    stalled: bool

    @property
    def is_running(self) -> bool:
        """Not ended yet."""
        return self.state is RebuildState.RUNNING


def rebuilds(*, actor: Actor, now: datetime) -> tuple[RebuildFacts, ...]:
    """The latest ten, newest first; raises Refused for anyone but administrators."""
    if refusal := may_rebuild(actor):
        raise refusal
    return tuple(_facts(row, now) for row in Rebuild.objects.order_by("-id")[:SHOWN])


def _facts(row: Rebuild, now: datetime) -> RebuildFacts:
    state = RebuildState(row.state)
    stalled = state is RebuildState.RUNNING and row.moved_at <= now - STALLED
    return RebuildFacts(row.id, state, row.done, row.total, row.started_at, row.ended_at, stalled)
