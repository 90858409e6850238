"""The edge cases of the search and who shows them.

Reads docs/edge-cases.csv and the `shows` markers of the tests; `make checklist` writes docs/edge-cases.md.
"""

import csv
from dataclasses import dataclass

from tests.house.sources import ROOT

ROWS = ROOT / "docs/edge-cases.csv"
TABLE = ROOT / "docs/edge-cases.md"

_HEAD = """# Edge cases of the search

Where a search may go wrong, and the tests that show it does not. Written by `make checklist` from `edge-cases.csv` and
from the `@pytest.mark.shows` markers of the tests: do not edit. A case that no test shows says why.

| Id | Case | Here | Shown by |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Case:
    """One line of docs/edge-cases.csv; `left_out`: why no test can show it, empty when one must."""

    id: str
    case: str
    here: str
    left_out: str


def cases() -> list[Case]:
    """The cases, in their order."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [Case(**line) for line in csv.DictReader(file)]


def table(shown: dict[str, list[str]]) -> str:
    """The text of docs/edge-cases.md."""
    return _HEAD + "".join(_line(one, shown.get(one.id, [])) for one in cases())


def _line(one: Case, tests: list[str]) -> str:
    shown_by = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in tests) or one.left_out
    return f"| {one.id} | {one.case} | {one.here} | {shown_by} |\n"
