"""The figures of one month of one professional or centre, and in what two computations of them differ."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sas.rooms.indicators.enums import COUNTED, Outcome
from sas.rooms.indicators.rules.conditions import Evidence, written

FINAL = (Outcome.HONOURED, Outcome.PRESUMED, Outcome.NOT_HONOURED, Outcome.CANCELLED, Outcome.DECLINED)
"""What an orientation can still be once its month is closed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many orientations came to which outcome, the ids of those that count, and the conditions."""

    tally: dict[Outcome, int]
    counted_ids: tuple[int, ...]
    evidence: Evidence

    @property
    def counted(self) -> int:
        """Patients of indicator 9."""
        return len(self.counted_ids)


def figures(outcomes: Iterable[tuple[int, Outcome]], evidence: Evidence) -> Figures:
    """From the outcome of each orientation, by id."""
    known = sorted(outcomes)
    tally = Counter(outcome for _, outcome in known)
    return Figures(
        {one: tally[one] for one in Outcome}, tuple(number for number, one in known if one in COUNTED), evidence
    )


def difference(before: Figures, after: Figures) -> dict[str, Any]:
    """What a second computation found otherwise: each figure before and after, and the ids that came and went."""
    changed: dict[str, Any] = {
        one.value: [before.tally[one], after.tally[one]] for one in FINAL if before.tally[one] != after.tally[one]
    }
    if before.counted_ids != after.counted_ids:
        changed["counted"] = [before.counted, after.counted]
        changed["added"] = sorted(set(after.counted_ids) - set(before.counted_ids))
        changed["removed"] = sorted(set(before.counted_ids) - set(after.counted_ids))
    if before.evidence != after.evidence:
        old, new = written(before.evidence), written(after.evidence)
        changed["evidence"] = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
    return changed
