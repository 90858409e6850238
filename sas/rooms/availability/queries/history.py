"""The story of an agenda: who changed what, when, what it said before and after."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import AgendaChange
from sas.rooms.directory import queries as directory
from sas.rooms.participation import queries as participation

PER_PAGE = 20
_UNKNOWN_PLACE = "Ce lieu d'exercice n'existe pas ou n'est plus dans l'annuaire."


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change. `by` is a person's name, "Plateforme" for the platform; `version` is what it made of the agenda.

    `before` and `after` are lines ready to show.
    """

    at: datetime
    by: str
    user_id: int | None
    kind: ChangeKind
    version: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of the story, newest first; `number` counts from 1."""

    items: tuple[HistoryEntry, ...]
    number: int
    has_next: bool


def history(*, actor: Actor, place_id: int, page: int) -> HistoryPage:
    """The story of an agenda, PER_PAGE at a time, for whoever acts for the place and administrators.

    Raises Refused to others.
    """
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Refused(_UNKNOWN_PLACE)
    flags = participation.flags_of_places(actor=actor, places=[place])[place_id]
    if refused := rules.may_read(actor=actor, place=place, flags=flags):
        raise refused
    number = max(page, 1)
    first = (number - 1) * PER_PAGE
    rows = list(AgendaChange.objects.filter(place_id=place_id).order_by("-version")[first : first + PER_PAGE + 1])
    return HistoryPage(_entries(rows[:PER_PAGE], actor=actor), number, len(rows) > PER_PAGE)


def last_change(*, actor: Actor, place_id: int) -> HistoryEntry | None:
    """The latest change of an agenda, None before the first."""
    rows = AgendaChange.objects.filter(place_id=place_id).order_by("-version")[:1]
    return next(iter(_entries(list(rows), actor=actor)), None)


def _entries(rows: list[AgendaChange], *, actor: Actor) -> tuple[HistoryEntry, ...]:
    names = accounts.names_of(actor=actor, user_ids=frozenset(row.user_id for row in rows if row.user_id))
    return tuple(
        HistoryEntry(
            at=row.at,
            by=names.get(row.user_id or 0, Actor.SYSTEM.name if row.user_id is None else ""),
            user_id=row.user_id,
            kind=ChangeKind(row.kind),
            version=row.version,
            before=_lines(row.before),
            after=_lines(row.after),
        )
        for row in rows
    )


def _lines(facts: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(line for fact in facts for line in rules.told_fact(fact))
