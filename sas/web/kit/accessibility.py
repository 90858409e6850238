"""The result of the accessibility audit, read from accessibility.json: the footer and the statement say the same."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("accessibility.json")
_WHOLE, _HALF = 100, 50


@dataclass(frozen=True, slots=True)
class Audit:
    """What was audited, when, by whom, and what came out.

    `rate` is the share of the applicable criteria that are met, in percent; None before an audit. `failures` are
    contents that are not accessible, `exemptions` those kept so for a disproportionate burden, `not_subject` those that
    the law leaves out.
    """

    standard: str
    audited_on: date | None
    auditor: str
    rate: float | None
    compliant: int
    non_compliant: int
    not_applicable: int
    pages: tuple[str, ...]
    tools: tuple[str, ...]
    failures: tuple[str, ...]
    exemptions: tuple[str, ...]
    not_subject: tuple[str, ...]

    @property
    def state(self) -> str:
        """As the law words it: wholly at 100 %, in part from 50 %, else not; not either without an audit."""
        if self.rate is None or self.rate < _HALF:
            return "non conforme"
        return "totalement conforme" if self.rate >= _WHOLE else "partiellement conforme"


@cache
def audit() -> Audit:
    """The last one; raises ValueError for a file that contradicts itself."""
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(told: dict[str, Any]) -> Audit:
    """The audit that a file tells; raises ValueError when its rate is not that of its counts, or it has no date."""
    lists = {name: tuple(told[name]) for name in ("pages", "tools", "failures", "exemptions", "not_subject")}
    counts = {name: int(told[name]) for name in ("compliant", "non_compliant", "not_applicable")}
    made = date.fromisoformat(told["audited_on"]) if told["audited_on"] else None
    found = Audit(told["standard"], made, told["auditor"], told["rate"], **counts, **lists)
    judged = found.compliant + found.non_compliant
    if (found.rate is None) != (judged == 0) or (found.rate is None) != (made is None):
        raise ValueError("an audit has a date, a rate and criteria, or none of them")
    if found.rate is not None and abs(found.rate - 100 * found.compliant / judged) > 1:
        raise ValueError(f"{found.compliant} criteria of {judged} are not {found.rate} %")
    if bool(found.non_compliant) != bool(found.failures):
        raise ValueError("criteria that are not met are told by the contents that are not accessible")
    return found
