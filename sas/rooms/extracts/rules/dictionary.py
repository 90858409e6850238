"""The data dictionary as a document: docs/extracts.md holds what is written here, and a test refuses another."""

from collections.abc import Iterator

from sas.rooms.extracts.enums import Dataset
from sas.rooms.extracts.rules.columns import ABOUT, COLUMNS, Column

_HEAD = """\
# Extracts: the data dictionary

Written by `python -m tests.house.extracts` from `sas/rooms/extracts/rules/columns.py`; the page « Dictionnaire des
extractions » shows the same. Titles and meanings are in French, as files are.

- CSV: semicolons, UTF-8 with its mark; days `31/12/2026`, instants `31/12/2026 14:00` in Paris, lists joined by a
  comma, `Oui` and `Non`, nothing for what is not known. A text that a spreadsheet would run begins with an apostrophe.
- XLSX: the same, days and instants as dates of the workbook, numbers as numbers; at most 1,048,575 lines.
- Parquet: columns by name, compressed by Zstandard; days as `date32`, instants as `timestamp[us, UTC]`, integers as
  `int64`, lists as `list<string>`, null for what is not known.
- A column is personal when it tells, with the others of its line, something about a person.
"""


def document() -> str:
    """The whole document."""
    return "\n".join([_HEAD, *(line for dataset in Dataset for line in _section(dataset))]).rstrip() + "\n"


def _section(dataset: Dataset) -> Iterator[str]:
    yield f"## {dataset.label} (`{dataset.value}`)\n"
    yield f"{ABOUT[dataset]}\n"
    yield "| Column | Title | Type | Meaning | Source | Personal |"
    yield "|---|---|---|---|---|---|"
    yield from (_line(column) for column in COLUMNS[dataset])
    yield ""


def _line(one: Column) -> str:
    personal = "yes" if one.personal else "no"
    return f"| `{one.name}` | {one.label} | {one.kind.value} | {one.meaning} | {one.source} | {personal} |"
