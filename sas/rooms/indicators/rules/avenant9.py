"""Indicator 9: from a number of patients in the quarter to an amount, and what the next step asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sas.rooms.indicators.enums import Outcome
from sas.rooms.indicators.rules.scale import Scale, Step
from sas.rooms.orientation.enums import OrientationState

_SAID = {
    OrientationState.HONOURED: Outcome.HONOURED,
    OrientationState.NOT_HONOURED: Outcome.NOT_HONOURED,
    OrientationState.CANCELLED: Outcome.CANCELLED,
    OrientationState.DECLINED: Outcome.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Award:
    """Where a count stands on a scale: `reached` None under the first step; `following` None on the last one.

    `number` is the rank of the step reached, 0 under the first; `missing` how many patients the next step asks still.
    """

    count: int
    number: int
    reached: Step | None
    following: Step | None

    @property
    def amount(self) -> int:
        """Euros for the quarter."""
        return self.reached.amount if self.reached else 0

    @property
    def missing(self) -> int:
        """Patients between this count and the next step."""
        return self.following.least - self.count if self.following else 0


def award(count: int, scale: Scale) -> Award:
    """The step that a number of patients reaches in a quarter."""
    number = sum(step.least <= count for step in scale.steps)
    return Award(
        count=count,
        number=number,
        reached=scale.steps[number - 1] if number else None,
        following=scale.steps[number] if number < len(scale.steps) else None,
    )


def outcome(state: OrientationState, *, start: datetime, end: datetime, now: datetime, after: timedelta) -> Outcome:
    """What an orientation is at `now`: what was said of it, else honoured once `after` has passed since its end."""
    if state in _SAID:
        return _SAID[state]
    if now < start:
        return Outcome.UPCOMING
    return Outcome.PRESUMED if now >= end + after else Outcome.WAITING
