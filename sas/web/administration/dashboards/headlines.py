"""Figures on top of a page, each beside that of the period before: an arrow, a number and words."""

from dataclasses import dataclass

from sas.web.administration.dashboards.charts import Figure, said

_ARROWS = {1: "▲", 0: "＝", -1: "▼"}
_POINTS = "point"


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure in words; `change`: the arrow and what it says, "" when there is nothing to compare with."""

    label: str
    value: str
    arrow: str
    change: str
    about: str = ""


def headline(label: str, *, now: Figure, before: Figure, unit: str = "", about: str = "") -> Headline:
    """« 128 », « ▲ 12 de plus que la période précédente (116) »."""
    if now is None or before is None:
        told = "" if now is None else "Rien à comparer sur la période précédente"
        return Headline(label, said(now, unit), "", told, about)
    change = round(now - before, 1)
    direction = (change > 0) - (change < 0)
    return Headline(label, said(now, unit), _ARROWS[direction], _words(change, before=before, unit=unit), about)


def _words(change: float, *, before: float, unit: str) -> str:
    """In points for a percentage: a percentage of a percentage is read wrong."""
    if not change:
        return f"Comme la période précédente ({said(before, unit)})"
    size = abs(change)
    number = said(int(size) if size == int(size) else size, _unit(size, unit))
    more = "de plus" if change > 0 else "de moins"
    return f"{number} {more} que la période précédente ({said(before, unit)})"


def _unit(size: float, unit: str) -> str:
    if unit != "%":
        return unit
    return f"{_POINTS}s" if size >= 2 else _POINTS
