"""The facts of closed months: the last version of each; for this room's own use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import Outcome
from sas.rooms.indicators.models import ClosedMonth, MonthFact
from sas.rooms.indicators.rules import Figures


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month: kept (`version` from 1, `at` when it was computed) or, version 0, computed for this page.

    `closed`: its figures no longer move by themselves. Who had nothing to count when a month was closed has no version
    of it. `difference` from the version before: rules.figures.difference.
    """

    month: date
    figures: Figures
    version: int
    at: datetime
    closed: bool
    difference: Mapping[str, Any] = field(default_factory=dict)


def kept_of_professionals(ids: Collection[int], months: Collection[date]) -> dict[tuple[int, date], MonthFigures]:
    """By professional and month."""
    rows = MonthFact.objects.filter(professional_id__in=list(ids), month__in=list(months))
    newest = rows.order_by("professional_id", "month", "-version").distinct("professional_id", "month")
    return {(row.professional_id or 0, row.month): read_fact(row) for row in newest}


def kept_of_structures(ids: Collection[int], months: Collection[date]) -> dict[tuple[int, date], MonthFigures]:
    """By structure and month."""
    rows = MonthFact.objects.filter(structure_id__in=list(ids), month__in=list(months))
    newest = rows.order_by("structure_id", "month", "-version").distinct("structure_id", "month")
    return {(row.structure_id or 0, row.month): read_fact(row) for row in newest}


def closed_months(months: Collection[date]) -> frozenset[date]:
    """Those of the months whose facts are all written."""
    return frozenset(ClosedMonth.objects.filter(month__in=list(months)).values_list("month", flat=True))


def read_fact(row: MonthFact) -> MonthFigures:
    """A row as a value; what was open is no more once a month is closed."""
    tally = {one: getattr(row, one.value) if one in rules.FINAL else 0 for one in Outcome}
    figures = Figures(tally, tuple(row.counted_ids), rules.read(row.evidence))
    return MonthFigures(row.month, figures, row.version, row.at, closed=True, difference=row.difference)
