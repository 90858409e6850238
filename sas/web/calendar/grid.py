"""How a week is drawn: each entry gets the classes of its rows and of its lane (static/calendar/agenda.css)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import capfirst

from sas.rooms.availability.queries import AgendaWeek
from sas.rooms.orientation.queries import OrientationFacts
from sas.web.calendar.cells import Cell, availability, beside
from sas.web.calendar.weeks import in_words

COLUMNS = 60
"""Columns of a day on a wide screen: the lanes below divide it."""

EIGHT_HOURS = 32
"""The row of 8h, where the grid opens when nothing starts earlier."""

HOURS = tuple(f"{hour:02}" for hour in range(24))
"""What is written beside the rows."""

_LANES = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20)
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A column of the week on a wide screen, a list on a phone; `words`: « mardi 24 novembre »."""

    day: date
    words: str
    today: bool
    past: bool
    unavailable: bool
    cells: tuple[Cell, ...]

    @property
    def iso(self) -> str:
        """The day as addresses write it."""
        return self.day.isoformat()

    @property
    def title(self) -> str:
        """The day as its heading writes it."""
        return str(capfirst(self.words))

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
        cells[entry.day].append(availability(entry, week=week, received=received[entry.slot_id, entry.day]))
    for (slot_id, day), found in received.items():
        if slot_id is None:
            cells[day] += [beside(orientation, week) for orientation in found]
    return tuple(_day(week.monday + timedelta(days=number), week=week, cells=cells) for number in range(_DAYS))


def first_quarter(days: Iterable[Day]) -> int:
    """The row the grid scrolls to: that of the first entry of the week, at the latest 8h."""
    return min([EIGHT_HOURS, *(cell.first for day in days for cell in day.cells)])


def _day(day: date, *, week: AgendaWeek, cells: dict[date, list[Cell]]) -> Day:
    drawn = _in_lanes(sorted(cells[day], key=lambda cell: cell.order))
    unavailable = day >= week.today and _hidden(day, week)
    return Day(day, in_words(day, "l j F"), day == week.today, day < week.today, unavailable, drawn)


def _hidden(day: date, week: AgendaWeek) -> bool:
    since = week.agenda.unavailable_since
    endless = since is not None and since.astimezone(ZoneInfo(week.place.time_zone)).date() <= day
    return endless or any(period.first_day <= day <= period.last_day for period in week.agenda.periods)


def _in_lanes(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Entries that overlap are drawn side by side (F-075): each takes the first free lane of its group."""
    drawn: list[Cell] = []
    group: list[tuple[Cell, int]] = []
    ends: list[int] = []
    for cell in cells:
        if ends and cell.first >= max(ends):
            drawn += _placed(group, len(ends))
            group, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= cell.first), len(ends))
        ends[lane : lane + 1] = [cell.last]
        group.append((cell, lane))
    return (*drawn, *_placed(group, len(ends)))


def _placed(group: Sequence[tuple[Cell, int]], lanes: int) -> list[Cell]:
    most = next((number for number in _LANES if number >= lanes), _LANES[-1])
    return [cell.in_lane(lane % most, width=COLUMNS // most, lanes=most) for cell, lane in group]
