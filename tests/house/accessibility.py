"""The RGAA's criteria and how each is checked.

Reads docs/accessibility.csv; `make checklist` writes docs/accessibility.md, and the result of the audit that the public
statement shows.
"""

import json
from collections import Counter
from dataclasses import dataclass

from tests.house import criteria as kept
from tests.house.sources import ROOT

ROWS = ROOT / "docs/accessibility.csv"
TABLE = ROOT / "docs/accessibility.md"
AUDIT = ROOT / "sas/web/public/accessibility_audit.json"
STANDARD = "RGAA 4.1.2"
DATE = "2026-11-26"
"""When the criteria were last gone through, one by one."""
THEMES = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}
"""How many criteria each theme of the standard has: 106."""

_HEAD = """# Accessibility

The criteria of {standard}, in our words, and how the pages meet them. Written by `make checklist` from
`accessibility.csv`: do not edit. Last gone through on {date}, by its authors: no outside audit, no screen reader and no
disabled person have tried the platform yet. A criterion that names tests is checked by them at each change, on every
page and role of the access matrix for those of the browser; one that names a date was read by hand that day. What was
not looked at is called unchecked, and counts as not met.

{met} of the {applicable} criteria that apply are met: {rate} %.

## What pages do

- Titles, labels and errors are the design system's; a form that is refused lists its faults at the top, each with a
  link to its field, and repeats each beside it (`kit/form_errors.html`).
- What HTMX swaps keeps the focus, or gives it to the title of what comes (`kit/sas.js`).
- Results, messages and errors stand in live regions: `role="status"`, `role="alert"`.
- Light, dark or as the system asks; text up to twice its size; 320 pixels without sideways scrolling; print styles for
  the week of an agenda and for a list of results.

`make test-long` writes `var/accessibility.txt`: each page and role that was looked at.
"""


@dataclass(frozen=True)
class Criterion:
    """One line of docs/accessibility.csv; `checks`: tests, or the day it was read; `what` is wrong, in French."""

    number: str
    theme: str
    criterion: str
    result: str
    checks: str
    note: str
    what: str

    @property
    def tests(self) -> list[str]:
        """As `journeys/test_x.py::name`."""
        return kept.tests_in(self.checks)


def criteria() -> list[Criterion]:
    """All of them, in the standard's order."""
    return kept.read(ROWS, Criterion)


def audit() -> dict[str, object]:
    """What the public statement shows: of the criteria that apply, those met, and what is wrong with the others."""
    applicable = [one for one in criteria() if one.result != "not applicable"]
    failing = [{"criterion": one.number, "what": one.what} for one in applicable if one.result != "met"]
    counted = {"criteria": len(applicable), "conforming": len(applicable) - len(failing)}
    return {"date": DATE, "standard": STANDARD, **counted, "failing": failing}


def audit_text() -> str:
    """The text of the audit's file."""
    return json.dumps(audit(), ensure_ascii=False, indent=2) + "\n"


def table() -> str:
    """The text of docs/accessibility.md."""
    every = criteria()
    count = Counter(one.result for one in every)
    applicable = len(every) - count["not applicable"]
    rate = 100 * count["met"] // applicable
    head = _HEAD.format(standard=STANDARD, date=DATE, met=count["met"], applicable=applicable, rate=rate)
    columns = ("N°", "Criterion", "Result", "Checked by", "Remark")
    return head + "\n" + kept.by_heading(columns, ((one.theme, _cells(one)) for one in every))


def _cells(one: Criterion) -> tuple[str, ...]:
    return one.number, one.criterion, one.result, kept.checked(one.checks), one.note


def write() -> None:
    """Both files."""
    TABLE.write_text(table(), encoding="utf-8")
    AUDIT.write_text(audit_text(), encoding="utf-8")
