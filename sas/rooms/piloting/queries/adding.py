"""Facts of areas added up by day, in one question; for this room's own use."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet, Sum

from sas.rooms.piloting.rules import Period

Sums = dict[str, tuple[int, ...]]


def rows_of(model: type[Model], *, areas: Collection[str], period: Period) -> "QuerySet[Any]":
    """The versions of the facts of these areas over the period."""
    found = model._default_manager.filter(area__in=list(areas), day__range=(period.first, period.last))  # noqa: SLF001
    return found.order_by("day")


def by_day(rows: "QuerySet[Any]", lists: Mapping[str, int]) -> dict[date, Sums]:
    """The sums of columns that are lists, given with their lengths."""
    asked = {f"{name}_{at}": Sum(f"{name}__{at}") for name, length in lists.items() for at in range(length)}
    return {
        row["day"]: {name: tuple(row[f"{name}_{at}"] for at in range(length)) for name, length in lists.items()}
        for row in rows.values("day").annotate(**asked)
    }


def nothing(lists: Mapping[str, int]) -> Sums:
    """What a day that was counted comes to where it has no fact."""
    return {name: (0,) * length for name, length in lists.items()}
