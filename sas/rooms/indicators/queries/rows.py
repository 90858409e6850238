"""Lines of whole quarters, for a file: read with a cursor of the server, whatever their number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sas.actor import Actor
from sas.paging import chunked
from sas.rooms.indicators import rules
from sas.rooms.indicators.models import QuarterLine
from sas.rooms.indicators.queries.table import TableRow, row_of
from sas.rooms.indicators.rules import Quarter

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A professional in a quarter, and when the line was computed."""

    quarter: Quarter
    line: TableRow
    computed_at: datetime


def quarter_rows(
    *, actor: Actor, quarters: Collection[Quarter], departements: Collection[str] | None = None
) -> Iterator[tuple[QuarterRow, ...]]:
    """The lines of these quarters, of these départements or, None, of all: by quarter, then by name.

    One statement, a cursor's; only within a transaction. Raises Refused to anybody but the platform.
    """
    found = _lines(actor, quarters, departements).order_by("quarter", "name_key", "professional_id")
    rows = found.iterator(chunk_size=CHUNK)
    told = (QuarterRow(rules.quarter_of(one.quarter), row_of(one), one.computed_at) for one in rows)
    return chunked(told, size=CHUNK)


def count_of_quarter_rows(
    *, actor: Actor, quarters: Collection[Quarter], departements: Collection[str] | None = None
) -> int:
    """How many there are. Raises Refused as `quarter_rows`."""
    return _lines(actor, quarters, departements).count()


def _lines(
    actor: Actor, quarters: Collection[Quarter], departements: Collection[str] | None
) -> "QuerySet[QuarterLine]":
    if refusal := rules.may_compute(actor):
        raise refusal
    wanted = Q(quarter__in=[one.first_day for one in quarters])
    if departements is not None:
        wanted &= Q(departements__overlap=sorted(departements))
    return QuarterLine.objects.filter(wanted)
