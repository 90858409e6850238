"""What every change of an agenda by people ends with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from sas import changes
from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import queries, rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import Agenda, AgendaChange
from sas.rooms.availability.queries.stored import AgendaRow
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change

_BY_OTHERS = "Cet agenda a été modifié par {by} le {at:%d/%m/%Y} à {at:%Hh%M} ({what}). {then}"
_THEN = "Vérifiez votre demande, puis confirmez à nouveau."


class Unchanged(Exception):
    """Undoes the transaction of an operation that has nothing to change, the agenda made to be locked included."""


def close(
    *,
    actor: Actor,
    agenda: AgendaRow,
    kind: ChangeKind,
    before: Sequence[rules.Fact],
    after: Sequence[rules.Fact],
    now: datetime,
    change: Change | None = None,
    **details: Any,
) -> None:
    """The version and the date of last update, the story, and the journal's trace; the announcement is the caller's.

    `agenda` is held by the transaction.
    """
    version = agenda.version + 1
    Agenda.objects.filter(place_id=agenda.place_id).update(version=F("version") + 1, updated_at=now)
    AgendaChange.objects.create(
        place_id=agenda.place_id,
        at=now,
        user_id=actor.user_id,
        kind=kind,
        version=version,
        before=list(before),
        after=list(after),
    )
    about: dict[str, Any] = {"subject": "place", "subject_id": agenda.place_id, "change": change}
    journal.record_change(actor=actor, verb=kind.value, now=now, **about, version=version, **details)


def announce(agendas: Sequence[AgendaRow], *, now: datetime) -> None:
    """Bring the read model up to date with these agendas."""
    changes.place_changed([agenda.place_id for agenda in agendas], now=now)


def changed_meanwhile(*, actor: Actor, place: PlaceFacts) -> Impossible:
    """What happened to an agenda since it was read: who changed it, and when, on the wall of the place."""
    last = queries.last_change(actor=actor, place_id=place.id)
    if last is None:
        return Impossible(f"Cet agenda a changé. {_THEN}")
    by = "vous-même, dans une autre fenêtre," if last.user_id == actor.user_id else last.by
    at = last.at.astimezone(ZoneInfo(place.time_zone))
    return Impossible(_BY_OTHERS.format(by=by, at=at, what=last.kind.label.lower(), then=_THEN))


def check_version(*, actor: Actor, place: PlaceFacts, agenda: AgendaRow, version: int | None) -> None:
    """Raise Impossible when the agenda is no longer at the version that was seen; None is not compared."""
    if version is not None and version != agenda.version:
        raise changed_meanwhile(actor=actor, place=place)
