"""How long something is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sas.rooms.accounts.rules.months import after_months

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Months of the calendar or a length of time, not both; neither: removed by the next night."""

    months: int = 0
    time: timedelta = timedelta()

    def limit(self, now: datetime) -> datetime:
        """What began before goes now."""
        return after_months(now, -self.months) - self.time

    @property
    def count(self) -> int:
        """How many of `unit`."""
        return self.months or (self.time // _DAY if self.time >= _DAY else self.time // _MINUTE)

    @property
    def unit(self) -> str:
        """« month », « day » or « minute », in which it is said."""
        if self.months:
            return "month"
        return "day" if self.time >= _DAY else "minute"

    def __str__(self) -> str:
        """As docs/data-protection.md says it."""
        if not self.count:
            return "the next night"
        return f"{self.count} {self.unit}{'s' if self.count > 1 else ''}"
