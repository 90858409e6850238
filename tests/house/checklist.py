"""The checklist and who shows it.

Reads docs/checklist.csv and the `shows` markers of the tests; `python -m tests.house.checklist` writes and prints
docs/checklist.md, and beside it docs/edge-cases.md, docs/security.md, docs/accessibility.md and the audit that the
public pages show.
"""

import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.house import accessibility, edge_cases, security
from tests.house.sources import tree_of

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "docs/checklist.csv"
TABLE = ROOT / "docs/checklist.md"
NOT_YET = "not yet"

_HEAD = """# Checklist

What the platform owes its users, and the tests that show it. Written by `make checklist` from `checklist.csv` and from
the `@pytest.mark.shows` markers of the tests: do not edit. Sources: the two user guides of the service (for effecteurs,
end of 2022; for structure managers, October 2023) and the programme's FHIR guide; no source: needed for the rest to
have an effect.
"""


_HEADER = ("| Id | Role | Feature | Source | Shown by |", "| --- | --- | --- | --- | --- |")


@dataclass(frozen=True)
class Row:
    """One line of docs/checklist.csv."""

    id: str
    section: str
    role: str
    feature: str
    source: str


def rows() -> list[Row]:
    """The checklist, in its order."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        return [Row(**line) for line in csv.DictReader(file)]


def shown() -> dict[str, list[str]]:
    """Checklist id -> tests that show it, as `tests/…/test_x.py::name`, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, ids in _marked(tree_of(path)):
            for one in ids:
                found[one].append(f"{path.relative_to(ROOT)}::{name}")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    whole_file = [one for node in tree.body if isinstance(node, ast.Assign) for one in _module_marks(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            ids = [*whole_file, *(one for call in node.decorator_list for one in _ids(call))]
            if ids:
                yield node.name, ids


def _module_marks(node: ast.Assign) -> list[str]:
    if not any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets):
        return []
    return [one for call in ast.walk(node.value) if isinstance(call, ast.expr) for one in _ids(call)]


def _ids(call: ast.expr) -> list[str]:
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "shows"):
        return []
    return [argument.value for argument in call.args if isinstance(argument, ast.Constant)]


def table() -> str:
    """The text of docs/checklist.md."""
    tests = shown()
    every = rows()
    done = sum(1 for row in every if tests.get(row.id))
    lines = [_HEAD, f"{done} of {len(every)} rows are shown by a test."]
    section = ""
    for row in every:
        if row.section != section:
            section = row.section
            lines += [
                f"\n## {section}\n",
                "| Id | Role | Feature | Source | Shown by |",
                "| --- | --- | --- | --- | --- |",
            ]
        shown_by = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in tests.get(row.id, [])) or NOT_YET
        lines.append(f"| {row.id} | {row.role} | {row.feature} | {row.source} | {shown_by} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print the table and write it, with those of the edge cases, of accessibility and of security."""
    accessibility.write()
    security.write()
    edge_cases.TABLE.write_text(edge_cases.table(shown()), encoding="utf-8")
    text = table()
    TABLE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
