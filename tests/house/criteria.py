"""Tables of criteria of a standard: their lines, read as they are kept, and the tests that these name."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from tests.house.sources import ROOT, tree_of

RESULTS = ("met", "not met", "unchecked", "not applicable")
Line = TypeVar("Line")


def read(path: Path, line: Callable[..., Line]) -> list[Line]:
    """Every line of a file of criteria, in its order; `line` makes one from its cells, by name."""
    with path.open(encoding="utf-8", newline="") as file:
        return [line(**cells) for cells in csv.DictReader(file)]


def tests_in(checks: str) -> list[str]:
    """The tests among what a criterion names, as `journeys/test_x.py::name`."""
    return [check for check in checks.split() if "::" in check]


def exists(test: str) -> bool:
    """Whether a test of this name stands in its file."""
    name, _, function = test.partition("::")
    path = ROOT / "tests" / name
    return path.exists() and any(getattr(node, "name", "") == function for node in tree_of(path).body)


def checked(checks: str) -> str:
    """What shows a criterion, as a cell of a table: tests, or the day when it was read by hand."""
    return "<br>".join(f"`{check}`" if "::" in check else f"read on {check}" for check in checks.split())


def by_heading(columns: Sequence[str], lines: Iterable[tuple[str, Sequence[str]]]) -> str:
    """A table under each heading, from (heading, cells); lines of one heading follow one another."""
    told: list[str] = []
    last = ""
    for heading, cells in lines:
        if heading != last:
            last = heading
            told += [f"## {heading}\n", f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
        told.append(f"| {' | '.join(cells)} |")
    return "\n".join(told) + "\n"
