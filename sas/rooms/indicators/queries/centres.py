"""The health centres of a territory for a quarter: read from their lines, narrowed, totalled, page by page or whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from sas.actor import Actor
from sas.rooms.indicators.models import CentreLine
from sas.rooms.indicators.queries.lines import in_chunks, named, narrowed, one_page
from sas.rooms.indicators.rules import Quarter

_ALL = Q(accepts=True, pledges=True, shows=True)


@dataclass(frozen=True, slots=True)
class CentreFilters:
    """What the table is narrowed to; nothing given narrows nothing."""

    text: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One health centre; `practitioners`: the general practitioners that it declares, 2 hours a week for each."""

    structure_id: int
    name: str
    finess: str
    departements: tuple[str, ...]
    practitioners: int
    accepts: bool
    pledges: bool
    shows: bool
    counted: int
    provisional: bool

    @property
    def met(self) -> bool:
        """The three conditions of avenant 4."""
        return self.accepts and self.pledges and self.shows


@dataclass(frozen=True, slots=True)
class CentreTotals:
    """Of all the lines, whatever the page; `computed_at` None when there is none."""

    centres: int
    practitioners: int
    accepting: int
    pledging: int
    showing: int
    met: int
    counted: int
    provisional: int
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CentrePage:
    """Twenty-five lines, and the totals."""

    rows: tuple[CentreRow, ...]
    totals: CentreTotals
    number: int
    last: int


def centre_table(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: CentreFilters, number: int = 1
) -> CentrePage:
    """One page, by name; three questions, whatever the number of lines. Raises Refused for another's territory."""
    found = _narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters)
    totals = _totals(found)
    rows, number, last = one_page(found, by="structure_id", total=totals.centres, number=number)
    return CentrePage(tuple(_row(one) for one in rows), totals, number, last)


def centres_in_chunks(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: CentreFilters
) -> Iterator[tuple[CentreRow, ...]]:
    """All the lines, a thousand at a time. Raises Refused as `centre_table`, before the first one."""
    found = _narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters)
    return (tuple(_row(one) for one in rows) for rows in in_chunks(found, by="structure_id"))


def centre_totals(*, actor: Actor, territory_id: int, quarter: Quarter, filters: CentreFilters) -> CentreTotals:
    """The totals alone. Raises Refused as `centre_table`."""
    return _totals(_narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters))


def _narrowed(actor: Actor, *, territory_id: int, quarter: Quarter, filters: CentreFilters) -> "QuerySet[CentreLine]":
    wanted = narrowed(actor, territory_id=territory_id, quarter=quarter) & named(filters.text, number="finess")
    if filters.met is not None:
        wanted &= _ALL if filters.met else ~_ALL
    return CentreLine.objects.filter(wanted)


def _totals(found: "QuerySet[CentreLine]") -> CentreTotals:
    return CentreTotals(
        **found.aggregate(
            centres=Count("id"),
            practitioners=Sum("practitioners", default=0),
            accepting=Count("id", filter=Q(accepts=True)),
            pledging=Count("id", filter=Q(pledges=True)),
            showing=Count("id", filter=Q(shows=True)),
            met=Count("id", filter=_ALL),
            counted=Sum("counted", default=0),
            provisional=Count("id", filter=Q(provisional=True)),
            computed_at=Max("computed_at"),
        )
    )


def _row(one: CentreLine) -> CentreRow:
    return CentreRow(
        structure_id=one.structure_id,
        name=one.name,
        finess=one.finess,
        departements=tuple(one.departements),
        practitioners=one.practitioners,
        accepts=one.accepts,
        pledges=one.pledges,
        shows=one.shows,
        counted=one.counted,
        provisional=one.provisional,
    )
