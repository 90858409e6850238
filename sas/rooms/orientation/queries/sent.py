"""Orientations one by one, for a file: read with a cursor of the server, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from sas.actor import Actor
from sas.paging import chunked
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation
from sas.timetable.modality import Modality

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class SentRow:
    """An orientation and where it was sent; instants in UTC, `day` local. No reason, no author: a file needs neither.

    `professional` and `member` are national identifiers; `author_territories` ids of the territories of the regulator.
    """

    id: int
    kind: OrientationKind
    state: OrientationState
    modalities: Modality
    day: date
    start: datetime
    end: datetime
    created_at: datetime
    time_zone: str
    place_id: int
    place: str
    commune_code: str
    commune: str
    departement: str
    professional: str
    structure_finess: str
    structure: str
    member: str
    editor_id: int | None
    author_territories: tuple[int, ...]


_FIELDS = (
    "id",
    "kind",
    "state",
    "modalities",
    "day",
    "start",
    "end",
    "created_at",
    "time_zone",
    "place_id",
    "place__name",
    "place__commune_id",
    "place__commune__name",
    "place__departement_id",
    "place__professional__national_id",
    "place__structure__finess",
    "place__structure__name",
    "member__professional__national_id",
    "editor_id",
    "author_territories",
)
"""In the order of the fields of SentRow."""


def sent_rows(
    *,
    actor: Actor,
    first_day: date,
    last_day: date,
    departements: Collection[str] | None = None,
    structure_ids: Collection[int] | None = None,
) -> Iterator[tuple[SentRow, ...]]:
    """Those of these local days sent to places of these départements, or to these structures; None: to any.

    One statement, a cursor's; only within a transaction. Raises Refused to anybody but the platform.
    """
    found = _sent(actor, first_day=first_day, last_day=last_day, departements=departements, structure_ids=structure_ids)
    rows = found.order_by("id").values_list(*_FIELDS).iterator(chunk_size=CHUNK)
    return chunked((_row(*row) for row in rows), size=CHUNK)


def count_of_sent(
    *,
    actor: Actor,
    first_day: date,
    last_day: date,
    departements: Collection[str] | None = None,
    structure_ids: Collection[int] | None = None,
) -> int:
    """How many there are. Raises Refused as `sent_rows`."""
    return _sent(
        actor, first_day=first_day, last_day=last_day, departements=departements, structure_ids=structure_ids
    ).count()


def _sent(
    actor: Actor,
    *,
    first_day: date,
    last_day: date,
    departements: Collection[str] | None,
    structure_ids: Collection[int] | None,
) -> "QuerySet[Orientation]":
    if refusal := rules.may_count(actor):
        raise refusal
    wanted = Q(day__range=(first_day, last_day))
    if departements is not None:
        wanted &= Q(place__departement_id__in=sorted(departements))
    if structure_ids is not None:
        wanted &= Q(place__structure_id__in=sorted(structure_ids), place__professional_id__isnull=True)
    return Orientation.objects.filter(wanted)


def _row(*row: Any) -> SentRow:
    number, kind, state, modalities, *rest = row
    *found, editor_id, territories = rest
    told = ["" if one is None else one for one in found]
    ways = (OrientationKind(kind), OrientationState(state), Modality(modalities))
    values: list[Any] = [number, *ways, *told, editor_id, tuple(territories)]
    return SentRow(*values)
