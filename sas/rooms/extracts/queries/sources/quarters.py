"""Avenant 9, by quarter and name (F-266)."""

from collections.abc import Iterator
from typing import Any

from sas.actor import Actor
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.indicators import queries as indicators
from sas.rooms.indicators.queries import QuarterRow
from sas.rooms.indicators.rules import Quarter, quarter_of

_SYSTEM = Actor.SYSTEM


def expected(reach: Reach) -> int:
    """Exact."""
    return indicators.count_of_quarter_rows(actor=_SYSTEM, quarters=_touched(reach), departements=reach.departements)


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """Two thousand at a time."""
    chunks = indicators.quarter_rows(actor=_SYSTEM, quarters=_touched(reach), departements=reach.departements)
    for chunk in chunks:
        yield [_cells(one) for one in chunk]


def _touched(reach: Reach) -> tuple[Quarter, ...]:
    """From the last to the first: each knows the one before."""
    found = [quarter_of(reach.last_day)]
    while found[-1].first_day > reach.first_day:
        found.append(found[-1].previous)
    return tuple(found)


def _cells(one: QuarterRow) -> tuple[Any, ...]:
    line = one.line
    return (
        one.quarter.key,
        line.name,
        line.national_id,
        line.departements,
        line.mode_known,
        line.via.label,
        line.slots_by.label,
        line.participates,
        line.publishes,
        line.met,
        line.counted,
        line.step,
        line.amount,
        line.provisional,
        one.computed_at,
    )
