"""How a week is drawn: each entry gets the classes of its rows and of its lane (static/calendar/agenda.css)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.availability.queries import AgendaWeek
from sas.rooms.orientation.queries import OrientationFacts
from sas.timetable.capacity import AgendaEntry
from sas.timetable.interval import Interval
from sas.timetable.modality import Modality

QUARTERS = 96
COLUMNS = 60
"""Columns of a day on a wide screen: the lanes below divide it."""

EIGHT_HOURS = 32
"""The row of 8h, where the grid opens when nothing starts earlier."""

_LANES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20)
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """An availability, or an orientation beside those (`slot_id` None), on its day; hours are those of the place."""

    slot_id: int | None
    day: date
    start: datetime
    end: datetime
    state: str
    taken: int
    capacity: int | None
    modalities: Modality
    changeable: bool
    orientations: tuple[OrientationFacts, ...]
    classes: str = ""

    @property
    def locked(self) -> bool:
        """It could still be changed, had it no patient (F-073)."""
        return bool(self.taken) and not self.changeable and self.slot_id is not None and self.state != "passe"

    @property
    def at_editor(self) -> bool:
        """An orientation on the agenda of an editor."""
        return self.slot_id is None and any(one.at_editor for one in self.orientations)


@dataclass(frozen=True, slots=True)
class Day:
    """A column of the week on a wide screen, a list on a phone."""

    day: date
    today: bool
    past: bool
    unavailable: bool
    cells: tuple[Cell, ...]

    @property
    def copyable(self) -> bool:
        """Whether it holds an availability that other days could hold too."""
        return any(cell.slot_id is not None for cell in self.cells)


def days_of(week: AgendaWeek, orientations: Iterable[OrientationFacts]) -> tuple[Day, ...]:
    """Monday to Sunday, with the orientations received on each entry and the others beside."""
    received: defaultdict[tuple[int | None, date], list[OrientationFacts]] = defaultdict(list)
    for orientation in orientations:
        received[orientation.slot_id, orientation.day].append(orientation)
    cells: defaultdict[date, list[Cell]] = defaultdict(list)
    for entry in week.entries:
        cells[entry.day].append(_availability(entry, week=week, received=received[entry.slot_id, entry.day]))
    for (slot_id, day), found in received.items():
        if slot_id is None:
            cells[day] += [_beside(orientation, week) for orientation in found]
    return tuple(_day(week.monday + timedelta(days=number), week=week, cells=cells) for number in range(_DAYS))


def first_quarter(days: Iterable[Day]) -> int:
    """The row the grid scrolls to: that of the first entry of the week, at the latest 8h."""
    return min([EIGHT_HOURS, *(_rows(cell)[0] for day in days for cell in day.cells)])


def _day(day: date, *, week: AgendaWeek, cells: dict[date, list[Cell]]) -> Day:
    drawn = _in_lanes(sorted(cells[day], key=lambda cell: (cell.start, cell.slot_id or 0)))
    return Day(day, day == week.today, day < week.today, day >= week.today and _hidden(day, week), drawn)


def _hidden(day: date, week: AgendaWeek) -> bool:
    since = week.agenda.unavailable_since
    endless = since is not None and since.astimezone(ZoneInfo(week.place.time_zone)).date() <= day
    return endless or any(period.first_day <= day <= period.last_day for period in week.agenda.periods)


def _availability(entry: AgendaEntry, *, week: AgendaWeek, received: Sequence[OrientationFacts]) -> Cell:
    start, end = _local(entry.interval, week.place.time_zone)
    past = entry.interval.end <= week.now
    return Cell(
        slot_id=entry.slot_id,
        day=entry.day,
        start=start,
        end=end,
        state=_state(entry, past=past),
        taken=entry.taken,
        capacity=None if entry.until == entry.interval.start else entry.capacity,
        modalities=entry.modalities,
        changeable=not past and not entry.taken,
        orientations=tuple(received),
    )


def _state(entry: AgendaEntry, *, past: bool) -> str:
    if entry.full:
        return "reserve"
    if past:
        return "passe"
    if entry.unavailable:
        return "indisponible"
    return "occupe" if entry.busy else "libre"


def _beside(orientation: OrientationFacts, week: AgendaWeek) -> Cell:
    start = orientation.start.astimezone(ZoneInfo(week.place.time_zone))
    modalities = orientation.modalities
    return Cell(None, orientation.day, start, start, "en-sus", 1, None, modalities, False, (orientation,))


def _local(interval: Interval, zone: str) -> tuple[datetime, datetime]:
    wall = ZoneInfo(zone)
    return interval.start.astimezone(wall), interval.end.astimezone(wall)


def _rows(cell: Cell) -> tuple[int, int]:
    """First row and row after the last; 23h59 is the end of the day, and nothing is thinner than a row."""
    first, last = (round((moment.hour * 60 + moment.minute) / 15) for moment in (cell.start, cell.end))
    first = min(first, QUARTERS - 1)
    return first, max(first + 1, last)


def _in_lanes(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Entries that overlap are drawn side by side (F-075): each takes the first free lane of its group."""
    drawn: list[Cell] = []
    group: list[tuple[Cell, int]] = []
    ends: list[int] = []
    for cell in cells:
        first, last = _rows(cell)
        if ends and first >= max(ends):
            drawn, group, ends = [*drawn, *_placed(group, len(ends))], [], []
        lane = next((number for number, end in enumerate(ends) if end <= first), len(ends))
        ends[lane : lane + 1] = [last]
        group.append((cell, lane))
    return (*drawn, *_placed(group, len(ends)))


def _placed(group: Sequence[tuple[Cell, int]], lanes: int) -> list[Cell]:
    width = next((number for number in _LANES if number >= lanes), _LANES[-1])
    return [_with_classes(cell, lane=lane % width, lanes=width) for cell, lane in group]


def _with_classes(cell: Cell, *, lane: int, lanes: int) -> Cell:
    first, last = _rows(cell)
    column = lane * (COLUMNS // lanes) + 1
    return replace(cell, classes=f"sas-entree--{cell.state} q{first} d{last - first} c{column} v{lanes}")
