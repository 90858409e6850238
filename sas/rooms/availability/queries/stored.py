"""Agendas as they are stored, by prepared statements: hundreds of slots are read for one dashboard."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sas.rooms.availability import rules
from sas.statements import run
from sas.timetable.absence import Period, hole
from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval, Since
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule

_SLOT = """
select place_id, id, first_day, last_day, weekly, start, "end", zone, patients, modalities, cancelled, series,
    replaces, holidays
from availability_agendaslot
"""
_SLOTS = f"{_SLOT} where place_id = any(%(places)s) and (last_day is null or last_day >= %(since)s) order by id"
_SLOTS_BY_ID = f"{_SLOT} where id = any(%(ids)s) order by id"
_PLACE = "select place_id from availability_agendaslot where id = %(slot)s"
_TAKEN = """
select s.place_id, t.slot_id, t.day, t.taken
from availability_takenplaces t join availability_agendaslot s on s.id = t.slot_id
where s.place_id = any(%(places)s) and t.taken > 0 and t.day >= %(since)s
"""
_AGENDAS = """
select place_id, unavailable_since, additional_info, updated_at, version from availability_agenda
where place_id = any(%(places)s)
"""
_HELD = f"{_AGENDAS} for no key update"
_PERIODS = """
select place_id, first_day, last_day, zone, saved_at from availability_unavailabilityperiod
where place_id = any(%(places)s) order by first_day
"""


class AgendaRow(NamedTuple):
    """What is kept of a place's agenda beside its slots; instants are UTC."""

    place_id: int
    unavailable_since: datetime | None
    additional_info: str
    updated_at: datetime
    version: int


class PeriodRow(NamedTuple):
    """Local days during which an agenda is hidden, but before it was saved."""

    first_day: date
    last_day: date
    zone: str
    saved_at: datetime


class _SlotRow(NamedTuple):
    id: int
    first_day: date
    last_day: date | None
    weekly: bool
    start: time
    end: time
    zone: str
    patients: int | None
    modalities: int
    cancelled: list[date]
    series: int | None
    replaces: date | None
    holidays: str


def slots(*, places: Collection[int], since: date) -> Mapping[int, Sequence[Slot]]:
    """Those that had not ended before that local day, by place."""
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    for place, *row in run(_SLOTS, {"places": list(places), "since": since}):
        found[place].append(_slot(*row))
    return found


def place_holding(slot_id: int) -> int | None:
    """Whose agenda holds it; None when there is no such slot."""
    return next((place for (place,) in run(_PLACE, {"slot": slot_id})), None)


def slots_by_id(ids: Collection[int]) -> list[Slot]:
    """Those that there are, by id."""
    return [_slot(*row) for _, *row in run(_SLOTS_BY_ID, {"ids": list(ids)})]


def taken(*, places: Collection[int], since: date) -> Mapping[int, Mapping[tuple[int, date], int]]:
    """Patients by slot and local day, from that day on, by place."""
    found: defaultdict[int, dict[tuple[int, date], int]] = defaultdict(dict)
    for place, slot, day, count in run(_TAKEN, {"places": list(places), "since": since}):
        found[place][slot, day] = count
    return found


def agenda_rows(*, places: Collection[int]) -> Mapping[int, AgendaRow]:
    """By place; one at which nothing was ever changed has none."""
    return {row[0]: AgendaRow(*row) for row in run(_AGENDAS, {"places": list(places)})}


def held_agenda(place_id: int) -> AgendaRow | None:
    """The same of one place, held until the end of the transaction."""
    return next((AgendaRow(*row) for row in run(_HELD, {"places": [place_id]})), None)


def periods(*, places: Collection[int]) -> Mapping[int, Sequence[PeriodRow]]:
    """In order, those that are over included, by place."""
    found: defaultdict[int, list[PeriodRow]] = defaultdict(list)
    for place, *row in run(_PERIODS, {"places": list(places)}):
        found[place].append(PeriodRow(*row))
    return found


def _slot(*columns: Any) -> Slot:
    """The kernel's value of a stored slot."""
    row = _SlotRow(*columns)
    hours = (row.start, row.end, row.zone)
    rule = SlotRule(
        row.first_day, row.last_day, row.weekly, *hours, frozenset(row.cancelled), rules.days_off(row.holidays)
    )
    return Slot(row.id, rule, row.patients, Modality(row.modalities), row.series, row.replaces)


def unavailable_of(row: AgendaRow, periods: Iterable[PeriodRow]) -> tuple[Since | Interval, ...]:
    """The instants that an agenda's unavailabilities hide."""
    dated = (
        hole(Period(period.first_day, period.last_day), zone=period.zone, saved_at=period.saved_at)
        for period in periods
    )
    return (*dated, *((Since(row.unavailable_since),) if row.unavailable_since else ()))
