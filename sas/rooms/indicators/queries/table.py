"""The table of a territory for a quarter: read from its lines, narrowed, totalled, page by page or whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import TerritoryFacts
from sas.rooms.indicators import rules
from sas.rooms.indicators.enums import SlotsBy
from sas.rooms.indicators.models import QuarterLine
from sas.rooms.indicators.queries.lines import in_chunks, named, narrowed, one_page
from sas.rooms.indicators.rules import Quarter
from sas.rooms.participation.enums import Via


@dataclass(frozen=True, slots=True)
class TableFilters:
    """What the table is narrowed to; nothing given narrows nothing."""

    text: str = ""
    via: Via | None = None
    met: bool | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One professional; amounts in euros, `step` 0 under the first step."""

    professional_id: int
    name: str
    national_id: str
    departements: tuple[str, ...]
    mode_known: bool
    via: Via
    slots_by: SlotsBy
    participates: bool
    publishes: bool
    counted: int
    step: int
    amount: int
    provisional: bool

    @property
    def met(self) -> bool:
        """The conditions of indicator 8."""
        return self.participates and self.publishes


@dataclass(frozen=True, slots=True)
class Totals:
    """Of all the lines, whatever the page; `computed_at` None when there is none."""

    people: int
    mode_unknown: int
    participants: int
    met: int
    counted: int
    amount: int
    provisional: int
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TablePage:
    """Twenty-five lines, and the totals."""

    rows: tuple[TableRow, ...]
    totals: Totals
    number: int
    last: int


def table_territories(*, actor: Actor) -> tuple[TerritoryFacts, ...]:
    """Those whose table the actor reads, by name. Raises Refused to who reads none."""
    if refusal := rules.may_read_territory(actor):
        raise refusal
    known = directory.territories(actor=actor)
    return tuple(one for one in known if rules.may_read_territory(actor, territory_id=one.id) is None)


def territory_table(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: TableFilters, number: int = 1
) -> TablePage:
    """One page, by name; three questions, whatever the number of lines. Raises Refused for another's territory."""
    found = _narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters)
    totals = _totals(found)
    rows, number, last = one_page(found, by="professional_id", total=totals.people, number=number)
    return TablePage(tuple(row_of(one) for one in rows), totals, number, last)


def table_in_chunks(
    *, actor: Actor, territory_id: int, quarter: Quarter, filters: TableFilters
) -> Iterator[tuple[TableRow, ...]]:
    """All the lines, a thousand at a time. Raises Refused as `territory_table`, before the first one."""
    found = _narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters)
    return (tuple(row_of(one) for one in rows) for rows in in_chunks(found, by="professional_id"))


def table_totals(*, actor: Actor, territory_id: int, quarter: Quarter, filters: TableFilters) -> Totals:
    """The totals alone. Raises Refused as `territory_table`."""
    return _totals(_narrowed(actor, territory_id=territory_id, quarter=quarter, filters=filters))


def _narrowed(actor: Actor, *, territory_id: int, quarter: Quarter, filters: TableFilters) -> "QuerySet[QuarterLine]":
    wanted = narrowed(actor, territory_id=territory_id, quarter=quarter)
    wanted &= named(filters.text, number="national_id")
    if filters.via is not None:
        wanted &= Q(via=filters.via)
    if filters.step is not None:
        wanted &= Q(step=filters.step)
    met = Q(participates=True, publishes=True)
    if filters.met is not None:
        wanted &= met if filters.met else ~met
    return QuarterLine.objects.filter(wanted)


def _totals(found: "QuerySet[QuarterLine]") -> Totals:
    return Totals(
        **found.aggregate(
            people=Count("id"),
            mode_unknown=Count("id", filter=Q(mode_known=False)),
            participants=Count("id", filter=Q(participates=True)),
            met=Count("id", filter=Q(participates=True, publishes=True)),
            counted=Sum("counted", default=0),
            amount=Sum("amount", default=0),
            provisional=Count("id", filter=Q(provisional=True)),
            computed_at=Max("computed_at"),
        )
    )


def row_of(one: QuarterLine) -> TableRow:
    """A pure function of a line, for this room's own queries."""
    return TableRow(
        professional_id=one.professional_id,
        name=one.name,
        national_id=one.national_id[1:],
        departements=tuple(one.departements),
        mode_known=one.mode_known,
        via=Via(one.via),
        slots_by=SlotsBy(one.slots_by),
        participates=one.participates,
        publishes=one.publishes,
        counted=one.counted,
        step=one.step,
        amount=one.amount,
        provisional=one.provisional,
    )
