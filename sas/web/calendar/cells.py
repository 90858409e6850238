"""The entries of a week with all that its page prints of them: it is compiled and calls nothing of ours (ADR 10)."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sas.rooms.availability.queries import AgendaWeek
from sas.rooms.orientation.queries import OrientationFacts
from sas.timetable.capacity import AgendaEntry
from sas.timetable.modality import Modality

QUARTERS = 96


class Received(NamedTuple):
    """An orientation on an entry; `at` is when it was recorded, on the wall of the place."""

    id: int
    state: str
    author: str
    at: str
    declinable: bool


class Cell(NamedTuple):
    """An availability, or an orientation beside those (`slot_id` None), on its day; hours are those of the place.

    It is drawn from the quarter `first` of its day to before `last`. A tuple: a busy week makes hundreds, twice each.
    """

    slot_id: int | None
    start: datetime
    end: datetime
    begins: str
    ends: str
    first: int
    last: int
    state: str
    taken: int
    capacity: int | None
    types: str
    letters: str
    changeable: bool
    at_editor: bool
    received: tuple[Received, ...]
    classes: str = ""

    @property
    def locked(self) -> bool:
        """It could still be changed, had it no patient (F-073)."""
        return bool(self.taken) and self.slot_id is not None and self.state != "passe"

    @property
    def order(self) -> tuple[datetime, int]:
        """Its rank among those of its day."""
        return self.start, self.slot_id or 0

    def in_lane(self, number: int, *, width: int, lanes: int) -> "Cell":
        """The same, drawn in this lane of its day: `width` is that of a lane, in columns."""
        drawn = f"q{self.first} d{self.last - self.first} c{number * width + 1} v{lanes}"
        return self._replace(classes=f"sas-entree--{self.state} {drawn}")


def availability(entry: AgendaEntry, *, week: AgendaWeek, received: Sequence[OrientationFacts]) -> Cell:
    """An occurrence of the agenda, with the orientations on it."""
    wall = ZoneInfo(week.place.time_zone)
    start, end = entry.interval.start.astimezone(wall), entry.interval.end.astimezone(wall)
    first, last = _rows(start, end)
    types, letters = _kinds(entry.modalities)
    past = entry.interval.end <= week.now
    return Cell(
        slot_id=entry.slot_id,
        start=start,
        end=end,
        begins=_hour(start),
        ends=_hour(end),
        first=first,
        last=last,
        state=_state(entry, past=past),
        taken=entry.taken,
        capacity=None if entry.until == entry.interval.start else entry.capacity,
        types=types,
        letters=letters,
        changeable=not past and not entry.taken,
        at_editor=False,
        received=tuple(_received(one, week) for one in received),
    )


def beside(orientation: OrientationFacts, week: AgendaWeek) -> Cell:
    """An orientation en sus, or on the agenda of an editor."""
    start = orientation.start.astimezone(ZoneInfo(week.place.time_zone))
    first, last = _rows(start, start)
    types, letters = _kinds(orientation.modalities)
    return Cell(
        slot_id=None,
        start=start,
        end=start,
        begins=_hour(start),
        ends=_hour(start),
        first=first,
        last=last,
        state="en-sus",
        taken=1,
        capacity=None,
        types=types,
        letters=letters,
        changeable=False,
        at_editor=orientation.at_editor,
        received=(_received(orientation, week),),
    )


def _received(one: OrientationFacts, week: AgendaWeek) -> Received:
    at = one.created_at.astimezone(ZoneInfo(week.place.time_zone))
    told = f"{at.day:02}/{at.month:02} à {_hour(at)}"
    return Received(one.id, one.state.label, one.author_name, told, one.may_decline and one.start > week.now)


def _state(entry: AgendaEntry, *, past: bool) -> str:
    if entry.full:
        return "reserve"
    if past:
        return "passe"
    if entry.unavailable:
        return "indisponible"
    return "occupe" if entry.busy else "libre"


def _rows(start: datetime, end: datetime) -> tuple[int, int]:
    """First row and row after the last; 23h59 is the end of the day, and nothing is thinner than a row."""
    first, last = (round((moment.hour * 60 + moment.minute) / 15) for moment in (start, end))
    first = min(first, QUARTERS - 1)
    return first, max(first + 1, last)


def _hour(moment: datetime) -> str:
    return f"{moment.hour:02}h{moment.minute:02}"


@cache
def _kinds(modalities: Modality) -> tuple[str, str]:
    """The words and the letters of eight possible sets, each worked out once: iterating a flag is slow."""
    return modalities.label, modalities.letters
