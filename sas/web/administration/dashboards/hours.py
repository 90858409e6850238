"""By hour and by day of the week: a table whose cells are shaded, and each of which says its number."""

from collections.abc import Mapping
from dataclasses import dataclass

from sas.web.administration.dashboards.charts import said
from sas.web.administration.dashboards.maps import shade

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and its shade."""

    said: str
    shade: int


@dataclass(frozen=True, slots=True)
class Line:
    """An hour, in the order of the days."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """`counts`: by day (Monday 0) and hour of the wall; what is missing is 0."""

    key: str
    title: str
    about: str
    counts: Mapping[tuple[int, int], int]
    kind: str = "hours"

    @property
    def is_empty(self) -> bool:
        """Nothing happened."""
        return not any(self.counts.values())

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        return ("Heure", *DAYS)

    @property
    def cells(self) -> list[list[str | int]]:
        """For a spreadsheet."""
        return [[_label(hour), *(self._at(day, hour) for day in range(7))] for hour in range(_HOURS)]

    @property
    def lines(self) -> tuple[Line, ...]:
        """For a page."""
        most = max(self.counts.values(), default=0)
        return tuple(
            Line(_label(hour), tuple(self._cell(self._at(day, hour), most) for day in range(7)))
            for hour in range(_HOURS)
        )

    def _at(self, day: int, hour: int) -> int:
        return self.counts.get((day, hour), 0)

    @staticmethod
    def _cell(count: int, most: int) -> Cell:
        return Cell(said(count), shade(count, most))


def _label(hour: int) -> str:
    return f"{hour:02d}h00"
