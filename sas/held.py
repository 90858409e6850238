"""What is held on somebody, as each room tells it for the file of their data (ADR 52)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

_AT_ONCE = 500
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of things; `rows` are read once, inside the transaction of whoever asks, and hold values only."""

    kind: str
    rows: Iterable[Row]


def held(kind: str, rows: QuerySet[Any], *columns: str, at_once: int = _AT_ONCE) -> Held:
    """These columns of these rows, in their order, else by number; of a closed list, its words instead of its code.

    `at_once`: how many are in memory together.
    """
    return Held(kind, _rows(rows, columns, at_once))


def _rows(rows: QuerySet[Any], columns: tuple[str, ...], at_once: int) -> Iterator[Row]:
    words = {name: _words_of(rows, name) for name in columns}
    ordered = rows if rows.ordered else rows.order_by("pk")
    for row in ordered.values(*columns).iterator(chunk_size=at_once):
        yield {name: words[name].get(value, value) if words[name] else value for name, value in row.items()}


def _words_of(rows: QuerySet[Any], column: str) -> dict[Any, Any]:
    if "__" in column:
        return {}
    return dict(getattr(rows.model._meta.get_field(column), "flatchoices", ()))  # noqa: SLF001  Django documents it
