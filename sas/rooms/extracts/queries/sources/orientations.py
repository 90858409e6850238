"""Orientations, by number (F-266)."""

from collections.abc import Iterator, Mapping
from typing import Any

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.orientation import queries as orientation
from sas.rooms.orientation.queries import SentRow

_SYSTEM = Actor.SYSTEM
Names = Mapping[int, str]


def expected(reach: Reach) -> int:
    """Exact."""
    return orientation.count_of_sent(actor=_SYSTEM, **_asked(reach))


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """Two thousand at a time, with the names of editors and territories as they are now."""
    editors = {one.id: one.name for one in directory.editor_states(actor=_SYSTEM)}
    territories = {one.id: one.name for one in directory.territories(actor=_SYSTEM)}
    for chunk in orientation.sent_rows(actor=_SYSTEM, **_asked(reach)):
        yield [_cells(one, editors=editors, territories=territories) for one in chunk]


def _asked(reach: Reach) -> dict[str, Any]:
    days = {"first_day": reach.first_day, "last_day": reach.last_day}
    return days | {"departements": reach.departements, "structure_ids": reach.structure_ids}


def _cells(one: SentRow, *, editors: Names, territories: Names) -> tuple[Any, ...]:
    return (
        one.id,
        one.day,
        one.start,
        one.end,
        one.created_at,
        one.time_zone,
        one.kind.label,
        one.state.label,
        tuple(each.label for each in one.modalities),
        one.place_id,
        one.place,
        one.professional[1:],
        "" if one.professional else one.structure,
        "" if one.professional else one.structure_finess,
        one.commune,
        one.departement,
        one.commune_code,
        one.member[1:],
        editors.get(one.editor_id or 0, ""),
        tuple(sorted(territories[number] for number in one.author_territories if number in territories)),
    )
