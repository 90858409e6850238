"""From what a professional writes (days, wall-clock hours) to when it takes place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sas.timetable.interval import Interval
from sas.timetable.modality import Modality

LAST_END = time(23, 59)
"""The only hour off the quarters: a slot that runs to the end of its day ends at 23h59."""

_STEP_MINUTES = 15
_WEEK = 7
_LONGEST_CRENEAU_MINUTES = 60


@dataclass(frozen=True, slots=True)
class SlotRule:
    """When a slot takes place, as intended: hours on the wall of an IANA `zone`, on one day or every week.

    A weekly rule falls on the weekday of `first_day`, through `last_day` included (None: with no end). A dated rule
    has `last_day == first_day`. The days in `cancelled`, deleted one by one, do not take place; nor do those in
    `suspended`, the public holidays of the place, given by whoever knows them. Raises ValueError when a dated rule
    spans several days or when `start >= end`: a slot never crosses midnight.
    """

    first_day: date
    last_day: date | None
    weekly: bool
    start: time
    end: time
    zone: str
    cancelled: frozenset[date] = frozenset()
    suspended: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekly and self.last_day != self.first_day:
            raise ValueError(f"dated rule spanning {self.first_day} .. {self.last_day}")
        if self.start >= self.end:
            raise ValueError(f"empty rule: {self.start} .. {self.end}")


class Occurrence(NamedTuple):
    """One day of a rule: the local date that names it, and the instants it lasts."""

    day: date
    interval: Interval


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """What the form « Ajouter ou modifier des disponibilités » says: `problems` checks it, `plan` turns it into rules.

    `weekdays` are ISO numbers, 1 Monday to 7 Sunday. `patients` is None for a créneau (one patient, booked at its
    start) and the number of patients of a plage otherwise. `last_day` ends the recurrence (None: no end);
    `holidays_off` suspends it on public holidays.
    """

    day: date
    start: time
    end: time
    weekdays: frozenset[int]
    patients: int | None
    modalities: Modality
    last_day: date | None = None
    holidays_off: bool = False


# The same quarters of the same days come back for every place: a zone's fortnight is some 1,400 entries.
@lru_cache(maxsize=1 << 15)
def instant(day: date, wall: time, zone: str) -> datetime:
    """The first instant, in UTC, at which the clocks of `zone` have reached `wall` on `day`.

    An hour that comes twice (autumn) is its first coming; one that is skipped (spring) is the instant of the change.
    Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone.
    """
    local = datetime.combine(day, wall.replace(fold=0), ZoneInfo(zone))
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    # PEP 495: the readings differ for an hour that comes twice, in this order, or is skipped, in the reverse order.
    return _change(second, first, local.tzinfo) if second < first else first


def _change(before: datetime, after: datetime, zone: tzinfo | None) -> datetime:
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def occurrences(rule: SlotRule, first: date, last: date) -> Iterator[Occurrence]:
    """The occurrences of `rule` on the local days from `first` through `last`, in order.

    One whose hours are all skipped by a change of clocks does not take place.
    """
    # A dated rule ends on its first day: stepping by weeks gives that day alone.
    origin = rule.first_day.toordinal()
    begin = origin + max(0, -((origin - first.toordinal()) // _WEEK)) * _WEEK
    end = last if rule.last_day is None else min(last, rule.last_day)
    for ordinal in range(begin, end.toordinal() + 1, _WEEK):
        day = date.fromordinal(ordinal)
        if day in rule.cancelled or day in rule.suspended:
            continue
        starts, ends = instant(day, rule.start, rule.zone), instant(day, rule.end, rule.zone)
        if starts < ends:
            yield Occurrence(day, Interval(starts, ends))


def plan(draft: SlotDraft, *, zone: str, holidays: frozenset[date] = frozenset()) -> tuple[SlotRule, ...]:
    """The rules that a draft without `problems` creates, in the order of their first day (F-066).

    When the weekday of its own day is ticked the slot itself is weekly, otherwise it is dated; every other ticked
    weekday adds a weekly rule from the next such day. Weekly rules are suspended on `holidays` when the draft asks
    so; a dated one was chosen with its date. Raises ValueError when the draft ends before it starts.
    """
    suspended = holidays if draft.holidays_off else frozenset()

    def rule(first_day: date, *, weekly: bool) -> SlotRule:
        if not weekly:
            return SlotRule(first_day, first_day, False, draft.start, draft.end, zone)
        return SlotRule(first_day, draft.last_day, True, draft.start, draft.end, zone, suspended=suspended)

    own = draft.day.isoweekday()
    return (
        rule(draft.day, weekly=own in draft.weekdays),
        *(rule(first_day, weekly=True) for first_day in _first_days(draft) if first_day != draft.day),
    )


def _first_days(draft: SlotDraft) -> list[date]:
    """The first day of each ticked weekday, from the draft's own on."""
    own = draft.day.isoweekday()
    return sorted(draft.day + timedelta(days=(weekday - own) % _WEEK) for weekday in draft.weekdays)


def problems(draft: SlotDraft, *, today: date, now_time: time) -> dict[str, str]:
    """Why a draft cannot be saved: field of SlotDraft -> sentence for the screen; empty when it can (F-076).

    `today` and `now_time` are read on the wall of the place's zone.
    """
    found = {
        "day": "La date est déjà passée : choisissez aujourd'hui ou un jour à venir." if draft.day < today else "",
        "start": _start_problem(draft, passed=draft.day == today and draft.start <= now_time),
        "end": _end_problem(draft),
        "weekdays": "" if draft.weekdays <= set(range(1, 8)) else "Choisissez des jours du lundi au dimanche.",
        "last_day": _last_day_problem(draft),
        "patients": _patients_problem(draft),
        "modalities": "" if draft.modalities else "Cochez au moins un type de consultation.",
    }
    return {field: message for field, message in found.items() if message}


def advice(draft: SlotDraft) -> str | None:
    """The recommendation shown beside a créneau longer than one hour, which does not prevent saving (F-072)."""
    if draft.patients is None and _minutes(draft.end) - _minutes(draft.start) > _LONGEST_CRENEAU_MINUTES:
        return (
            "Un créneau ne reçoit qu'un seul patient. Au-delà d'une heure, nous vous recommandons "
            "de proposer une plage horaire et d'indiquer le nombre de patients que vous pouvez recevoir."
        )
    return None


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _on_step(wall: time) -> bool:
    return wall == time(wall.hour, wall.minute - wall.minute % _STEP_MINUTES)


def _start_problem(draft: SlotDraft, *, passed: bool) -> str:
    if not _on_step(draft.start):
        return "L'heure de début se choisit par quart d'heure, par exemple 10h00 ou 10h15."
    return "L'heure de début est déjà passée : choisissez une heure à venir." if passed else ""


def _end_problem(draft: SlotDraft) -> str:
    if draft.end <= draft.start:
        return "L'heure de fin doit être postérieure à l'heure de début, le même jour."
    if draft.end != LAST_END and not _on_step(draft.end):
        return "L'heure de fin se choisit par quart d'heure, par exemple 10h15, ou 23h59 pour la fin de la journée."
    return ""


def _last_day_problem(draft: SlotDraft) -> str:
    if draft.last_day is None:
        return ""
    if not draft.weekdays:
        return "La date de fin est celle d'une répétition : cochez les jours à répéter, ou laissez-la vide."
    latest = max(_first_days(draft))
    if draft.last_day < latest:
        return f"La date de fin précède la première date d'un jour coché : choisissez le {latest:%d/%m/%Y} ou après."
    return ""


def _patients_problem(draft: SlotDraft) -> str:
    if draft.patients is None or draft.patients >= 1:
        return ""
    return "Indiquez le nombre de patients que vous pouvez recevoir sur cette plage horaire : au moins 1."
