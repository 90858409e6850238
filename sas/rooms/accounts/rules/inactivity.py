"""When an account that nobody uses is written to, and when it loses its rights (F-025).

Three mails, eight months, nine months, and nine months and seven days after the last sign-in. The first two promise
that thirty, then seven days are left: a run that was missed delays what follows, and never shortens a promise.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sas.rooms.accounts.rules.months import after_months

FIRST_MONTHS, SECOND_MONTHS = 8, 9
FIRST_PROMISE, SECOND_PROMISE = timedelta(days=30), timedelta(days=7)
REMOVAL = 3
"""The last step: the rights are removed with it."""


@dataclass(frozen=True, slots=True)
class Sleep:
    """How far an unused account has come: `since` its last sign-in, the last `step` taken and when."""

    since: datetime
    step: int
    step_at: datetime | None


def next_due(sleep: Sleep) -> datetime | None:
    """When the next step is due; None after the last."""
    told_at = sleep.step_at or sleep.since
    if sleep.step == 0:
        return after_months(sleep.since, FIRST_MONTHS)
    if sleep.step == 1:
        return max(after_months(sleep.since, SECOND_MONTHS), told_at + FIRST_PROMISE - SECOND_PROMISE)
    if sleep.step == 2:
        return removal_promised(sleep.since, step=2, told_at=told_at)
    return None


def removal_promised(since: datetime, *, step: int, told_at: datetime) -> datetime:
    """The earliest removal of the rights that the first or second mail announces, when it is sent at `told_at`."""
    left = FIRST_PROMISE if step == 1 else SECOND_PROMISE
    return max(after_months(since, SECOND_MONTHS) + SECOND_PROMISE, told_at + left)
