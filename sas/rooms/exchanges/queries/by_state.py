"""One page of the rows that are in some states, and how many there are in each: what the lists of this room show."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Count, Model, QuerySet, TextChoices

from sas.paging import within

PAGE = 50
Row = TypeVar("Row", bound=Model)
State = TypeVar("State", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class StatePage(Generic[Row, State]):
    """`number` of `last` pages; `counts` are of all states, wanted or not."""

    rows: tuple[Row, ...]
    number: int
    last: int
    counts: tuple[tuple[State, int], ...]


def in_states(
    found: QuerySet[Row], every: type[State], *, states: Collection[State], number: int
) -> StatePage[Row, State]:
    """Those of `found`, which is in order, whose state is wanted; no state is wanted: all are. In two questions."""
    counted = dict(found.order_by().values_list("state").annotate(Count("id")))
    counts = tuple((state, counted.get(state.value, 0)) for state in every)
    wanted = [state for state in every if not states or state in states]
    number, last = within(number, sum(counted.get(state.value, 0) for state in wanted), size=PAGE)
    rows = found.filter(state__in=wanted).defer("content")[(number - 1) * PAGE : number * PAGE]
    return StatePage(tuple(rows), number, last, counts)
