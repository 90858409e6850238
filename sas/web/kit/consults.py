"""Whose data a page shows, as its address tells it: what is not the reader's own leaves a trace (ADR 51)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sas.actor import Actor
from sas.rooms.journal.enums import Reading


@dataclass(frozen=True, slots=True)
class Consults:
    """The thing that a page shows: its kind, as the trail names it, and the part of the address that holds its number.

    `own`: whether that number is the reader's own; nothing is then traced.
    """

    subject: str
    hole: str
    own: Callable[[Actor, int], bool]
    reading: Reading = Reading.PAGE

    def whose(self, actor: Actor, address: dict[str, Any]) -> str:
        """The number of somebody else's thing; empty for one's own."""
        number = address[self.hole]
        return "" if self.own(actor, number) else str(number)


def place(hole: str = "place_id") -> Consults:
    """An agenda with what comes with it; a délégataire and the manager of a structure open somebody else's."""
    return Consults("place", hole, lambda actor, number: number in actor.places and number not in actor.for_whom)


def structure(hole: str = "structure_id") -> Consults:
    """The settings and the members of a structure; its own managers read what is theirs."""
    return Consults("structure", hole, lambda actor, number: number in actor.managed)


def account(hole: str = "user_id") -> Consults:
    """Somebody's account."""
    return Consults("user", hole, lambda actor, number: number == actor.user_id)


def always(subject: str, hole: str, *, reading: Reading = Reading.PAGE) -> Consults:
    """What is never the reader's own: requests to a desk, somebody's figures."""
    return Consults(subject, hole, lambda _actor, _number: False, reading)
