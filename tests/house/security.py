"""The OWASP ASVS's requirements of levels 1 and 2, and how each is checked.

Reads docs/security.csv; `make checklist` writes docs/security.md.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.house import criteria as kept
from tests.house.sources import ROOT

ROWS = ROOT / "docs/security.csv"
TABLE = ROOT / "docs/security.md"
STANDARD = "OWASP ASVS 5.0.0"
DATE = "2026-11-26"
"""When the requirements were last gone through, one by one."""
CHAPTERS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3), 9: (4, 3),
    10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10), 16: (0, 16), 17: (0, 7),
}  # fmt: skip
"""How many requirements of level 1, and of level 2, each chapter of the standard has: 70 and 183."""

_HEAD = """# Security

The requirements of {standard}, levels 1 and 2, in our words, and how the platform meets them. Written by
`make checklist` from `security.csv`: do not edit. Last gone through on {date}, by its authors: nobody outside has
audited nor attacked the platform yet. A requirement that names tests is checked by them at each change; one that names
a date was read in the code that day. What was not looked at is called unchecked, and counts as not met. What rests on
the proxy holds with the [nginx](../deploy/nginx/README.md) that is shipped.

How to report a vulnerability: [SECURITY.md](../SECURITY.md). Who may attack where, and what stops them:
[threats](threats/README.md).

"""
_COUNTED = ("Level", "Met", "Not met", "Unchecked", "Not applicable", "Met, of those that apply")
_COLUMNS = ("N°", "Level", "Requirement", "Result", "Checked by", "Remark")


@dataclass(frozen=True)
class Requirement:
    """One line of docs/security.csv; `checks`: tests, or the day it was read; `note` says why when there is none."""

    number: str
    chapter: str
    level: str
    requirement: str
    result: str
    checks: str
    note: str

    @property
    def tests(self) -> list[str]:
        """As `web/test_x.py::name`."""
        return kept.tests_in(self.checks)


def requirements() -> list[Requirement]:
    """All of them, in the standard's order."""
    return kept.read(ROWS, Requirement)


def table() -> str:
    """The text of docs/security.md; raises ValueError for a test that does not exist."""
    every = requirements()
    if unknown := sorted({test for one in every for test in one.tests if not kept.exists(test)}):
        raise ValueError(f"docs/security.csv names tests that do not exist: {', '.join(unknown)}")
    head = _HEAD.format(standard=STANDARD, date=DATE)
    return head + _counts(every) + "\n" + kept.by_heading(_COLUMNS, ((one.chapter, _cells(one)) for one in every))


def _cells(one: Requirement) -> tuple[str, ...]:
    return one.number, one.level, one.requirement, one.result, kept.checked(one.checks), one.note


def _counts(every: Sequence[Requirement]) -> str:
    lines = [f"| {' | '.join(_COUNTED)} |", f"|{' --- |' * len(_COUNTED)}"]
    for level in ("1", "2"):
        count = Counter(one.result for one in every if one.level == level)
        applicable = count.total() - count["not applicable"]
        told = (count["met"], count["not met"], count["unchecked"], count["not applicable"])
        lines.append(f"| {level} | {' | '.join(map(str, told))} | {100 * count['met'] // applicable} % |")
    return "\n".join(lines) + "\n"


def write() -> None:
    """The table."""
    TABLE.write_text(table(), encoding="utf-8")
