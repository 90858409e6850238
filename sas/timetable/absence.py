"""Announced absences: whole days on the wall of a place, and when they begin and end in fact (F-080 to F-082)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sas.timetable.interval import Interval, Since, union
from sas.timetable.recurrence import instant

_DAY = timedelta(days=1)
_FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Unavailable from the beginning of `first_day` through the end of `last_day`, on the wall of the place."""

    first_day: date
    last_day: date

    def interval(self, zone: str) -> Interval:
        """From midnight to midnight. Raises ValueError when the period ends before it begins."""
        return Interval(instant(self.first_day, time.min, zone), instant(self.last_day + _DAY, time.min, zone))


def hole(period: Period, *, zone: str, saved_at: datetime) -> Interval:
    """What a period hides: nothing of what had been shown before it was saved, so the indicator of hours stays true.

    Raises ValueError when it was over by then.
    """
    whole = period.interval(zone)
    return Interval(max(whole.start, saved_at), whole.end)


def brought_along(own: Iterable[Period], others: Sequence[Period]) -> list[Period]:
    """A place's own periods once those of another come along: each takes the place of those that it overlaps."""
    kept = [one for one in own if not any(_overlap(one, other) for other in others)]
    return sorted([*kept, *others])


def _overlap(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def period_problems(periods: Sequence[Period], *, today: date, most: int) -> dict[str, str]:
    """Why the periods cannot be saved: "periods", or "periods-<n>" for one of them -> sentence (C12, E32)."""
    found: dict[str, str] = {}
    if len(periods) > most:
        found["periods"] = f"Vous pouvez programmer {most} périodes d'indisponibilité au plus."
    for number, period in enumerate(periods):
        if sentence := _problem(period, before=periods[:number], today=today):
            found[f"periods-{number}"] = sentence
    return found


def _problem(period: Period, *, before: Iterable[Period], today: date) -> str:
    if period.last_day < period.first_day:
        return "La date de fin doit être postérieure ou égale à la date de début."
    if period.last_day < today:
        return "Cette période est déjà passée : choisissez une date de fin à venir."
    for other in before:
        if _overlap(period, other):
            return f"Cette période chevauche celle du {other.first_day:%d/%m/%Y} au {other.last_day:%d/%m/%Y}."
    return ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `first` through `last`, both included; `last` None: without end."""

    first: datetime
    last: datetime | None


def out_of_results(unavailable: Iterable[Interval | Since], *, span: timedelta, now: datetime) -> Stretch | None:
    """The next instants at which everything of the coming `span` is covered, None when there are none.

    A place leaves the results while its unavailability covers the whole next 48 hours (C10). Unavailabilities that
    touch are one.
    """
    spans = [Interval(one.start, one.end if isinstance(one, Interval) else _FOREVER) for one in unavailable]
    for covered in union(spans):
        last = covered.end - span
        if last >= max(now, covered.start):
            return Stretch(covered.start, None if covered.end == _FOREVER else last)
    return None
