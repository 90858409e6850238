"""What the last review of the RGAA's criteria came to, from one file: the footer and the statement say the same."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parents[1] / "public" / "accessibility_audit.json"
_WHOLE, _HALF = 100, 50


@dataclass(frozen=True, slots=True)
class Failing:
    """A criterion of the standard that is not met, and what it is about on these pages."""

    criterion: str
    what: str


@dataclass(frozen=True, slots=True)
class Audit:
    """When the criteria were gone through, how many apply, how many are met; `reviewed_on` None: never."""

    standard: str
    reviewed_on: date | None
    criteria: int
    conforming: int
    failing: tuple[Failing, ...]

    @property
    def rate(self) -> int:
        """The share of the applicable criteria that are met, in whole percent: 99.9 is not 100."""
        return _WHOLE * self.conforming // self.criteria if self.criteria else 0

    @property
    def state(self) -> str:
        """As the law words it: wholly at 100 %, in part from 50 %, else not; not either without a review."""
        if self.rate < _HALF:
            return "non conforme"
        return "totalement conforme" if self.rate == _WHOLE else "partiellement conforme"


@cache
def audit() -> Audit:
    """The last one; raises ValueError for a file that contradicts itself."""
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(told: dict[str, Any]) -> Audit:
    """The audit that a file tells; raises ValueError for criteria that do not add up, or without a date."""
    made = date.fromisoformat(told["date"]) if told["date"] else None
    failing = tuple(Failing(one["criterion"], one["what"]) for one in told["failing"])
    found = Audit(told["standard"], made, told["criteria"], told["conforming"], failing)
    if found.criteria != found.conforming + len(failing):
        raise ValueError(f"{found.criteria} criteria are not {found.conforming} met and {len(failing)} failing")
    if (made is None) != (found.criteria == 0):
        raise ValueError("criteria are gone through on a day")
    return found
