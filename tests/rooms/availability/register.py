"""A naive register of one agenda: sheets of days changed by hand, minutes of UTC counted one by one."""

from datetime import date, datetime, time, timedelta
from functools import cache

from sas.timetable.absence import Period
from sas.timetable.plans import SeriesTerms
from tests.timetable import oracle
from tests.timetable.diary import Diary, Sheet

ZONE = "Europe/Paris"
FIRST, LAST = date(2026, 3, 16), date(2026, 6, 7)
MINUTE = timedelta(minutes=1)
Opening = tuple[datetime, datetime, int, int]


@cache
def _minutes(day: date, start: time, end: time) -> tuple[datetime, ...]:
    return tuple(minute for minute, reached in oracle.clock(ZONE, FIRST, LAST)[day] if start <= reached < end)


class Register:
    """What an agenda should show. `now` is moved by the story."""

    def __init__(self, now: datetime) -> None:
        """Empty, at an instant."""
        self.now = now
        self.series: dict[int, Diary] = {}
        self.since: datetime | None = None
        self.periods: dict[Period, datetime] = {}  # with when each was saved
        self.changes = 0

    def publish(self, root: int, day: date, terms: SeriesTerms, *, weekly: bool) -> None:
        """A slot alone is a series of one day."""
        self.series[root] = Diary(day, terms, horizon=LAST if weekly else day, last_day=terms.last_day)

    def sheets(self) -> list[tuple[int, date, Sheet]]:
        """What takes place and is not over, in order."""
        return [
            (root, day, sheet)
            for root, diary in sorted(self.series.items())
            for day, sheet in sorted(diary.sheets.items())
            if sheet.shown and (minutes := self.minutes(sheet)) and minutes[-1] + MINUTE > self.now
        ]

    def minutes(self, sheet: Sheet) -> tuple[datetime, ...]:
        """The minutes of UTC at which the clock on the wall says what the sheet says."""
        return _minutes(sheet.terms.day, sheet.terms.start, sheet.terms.end)

    def over(self, sheet: Sheet) -> bool:
        """Whether its last minute has gone by."""
        minutes = self.minutes(sheet)
        return not minutes or minutes[-1] + MINUTE <= self.now

    def save_absences(self, *, indefinite: bool, periods: list[Period]) -> bool:
        """Whether anything changes."""
        before = (self.since is not None, set(self.current()))
        self.since = (self.since or self.now) if indefinite else None
        self.periods = {one: self.periods.get(one, self.now) for one in periods}
        return before != (indefinite, set(periods))

    def today(self) -> date:
        """The date on the wall: that of the last minute read there."""
        days = oracle.clock(ZONE, FIRST, LAST)
        return max(day for day, minutes in days.items() if minutes and minutes[0][0] <= self.now)

    def current(self) -> list[Period]:
        """The periods that are not over."""
        return [one for one in self.periods if one.last_day >= self.today()]

    def hidden(self, moment: datetime) -> bool:
        """Whether an unavailability covers the instant."""
        if self.since is not None and self.since <= moment:
            return True
        days = oracle.clock(ZONE, FIRST, LAST)
        return any(
            saved <= moment and days[one.first_day][0][0] <= moment <= days[one.last_day][-1][0]
            for one, saved in self.periods.items()
        )

    def openings(self, until: datetime) -> list[Opening]:
        """(start, end of receiving, capacity or 0 for a créneau, taken) that a patient can be sent on."""
        found = []
        for _, _, sheet in self.sheets():
            minutes, patients = self.minutes(sheet), sheet.terms.patients
            ends = minutes[-1] + MINUTE if patients else minutes[0]
            comes = max(minutes[0], self.now)
            if sheet.taken < (patients or 1) and ends > self.now and minutes[0] < until and not self.hidden(comes):
                found.append((minutes[0], ends, patients or 0, sheet.taken))
        return sorted(found)
