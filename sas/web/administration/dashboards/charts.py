"""A chart: what its table says, and how it is drawn (ADR 48). Figures come ready: nothing is computed here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Figure = int | float | None
"""None: nothing to tell, which is not 0."""


class Shape(StrEnum):
    """How figures are drawn: one on another by day, by line, or by row."""

    STACK = "stack"
    LINE = "line"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one name, in the order of the labels."""

    name: str
    values: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`key`: in the address of its files. `head`: what the labels are. `about`: how it is counted, in a sentence."""

    key: str
    title: str
    shape: Shape
    head: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    about: str = ""
    kind: str = "chart"

    @property
    def is_empty(self) -> bool:
        """Nothing worth drawing: no figure, or zeros alone."""
        return not any(value for one in self.series for value in one.values)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of the table."""
        return (self.head, *(one.name for one in self.series))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table, figures in words."""
        return tuple(
            (label, *(said(one.values[at], self.unit) for one in self.series)) for at, label in enumerate(self.labels)
        )

    @property
    def cells(self) -> list[list[str | int]]:
        """The table for a spreadsheet: numbers stay numbers, and what is not whole has a comma."""
        return [[label, *(_cell(one.values[at]) for one in self.series)] for at, label in enumerate(self.labels)]


def _cell(value: Figure) -> str | int:
    if value is None:
        return ""
    return value if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def said(value: Figure, unit: str = "") -> str:
    """« 1 234 », « 12,5 % », « – » for what is not known; spaces do not break."""
    if value is None:
        return "–"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")
    return text.replace(",", "\u202f").replace(".", ",") + (f"\u00a0{unit}" if unit else "")


def with_rest(told: Sequence[tuple[str, int]], *, most: int, rest: str) -> Sequence[tuple[str, int]]:
    """The first rows, and one of this name that adds up the others, if there are others."""
    others = sum(count for _, count in told[most:])
    return [*told[:most], (rest, others)] if others else told[:most]


def share(part: int | None, whole: int | None) -> float | None:
    """A percentage, to a tenth; None when there is nothing to share."""
    return round(100 * part / whole, 1) if whole and part is not None else None
