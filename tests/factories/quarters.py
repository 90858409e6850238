"""Orientations made in number, on the wall of a place, in the state they came to: no page makes so many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.directory.models import Place
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation, OrientationEvent


@dataclass(frozen=True)
class Sent:
    """A patient sent to a place at a wall time; `state` as the database writes it."""

    place: Place
    local: datetime
    state: str


def send(rows: Iterable[Sent], *, author: Actor) -> list[int]:
    """Make them, each with the event that brought it to its state, at its start; returns the ids, in order."""
    made = [
        Orientation(
            kind=OrientationKind.SURNUMERAIRE,
            state=row.state,
            place=row.place,
            day=row.local.date(),
            start=instant(row),
            end=instant(row),
            time_zone=row.place.time_zone,
            author_id=author.user_id,
            created_at=instant(row) - timedelta(days=1),
        )
        for row in rows
    ]
    kept = Orientation.objects.bulk_create(made)
    OrientationEvent.objects.bulk_create(
        OrientationEvent(orientation=one, state=one.state, at=one.start) for one in kept
    )
    return [one.id for one in kept]


def instant(row: Sent) -> datetime:
    """In UTC."""
    return row.local.replace(tzinfo=ZoneInfo(row.place.time_zone)).astimezone(UTC)
