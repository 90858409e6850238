"""Where entries are drawn: rows are quarters of an hour, lanes never cover one another."""

import random
import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from sas.rooms.availability.queries import AgendaFacts, AgendaWeek
from sas.rooms.directory.queries import PlaceFacts
from sas.timetable.absence import Period
from sas.timetable.capacity import Slot, occurrences_of
from sas.timetable.interval import Since
from sas.timetable.modality import Modality
from sas.timetable.recurrence import LAST_END, SlotRule
from sas.web.calendar.grid import Cell, Day, days_of, first_quarter

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
STYLES = (Path(__file__).parents[3] / "sas/web/calendar/static/calendar/agenda.css").read_text()
PLACE = PlaceFacts(1, 1, None, "", "", "", "", "", "", "", None, None, (), "Europe/Paris", (), "", "", False)


def week_of(
    *hours: tuple[time, time],
    monday: date = MONDAY,
    day: int = 1,
    unavailable: tuple[Since, ...] = (),
    periods: tuple[Period, ...] = (),
) -> tuple[Day, ...]:
    """The drawn week with créneaux at these hours, on Tuesday unless another day of the week is named."""
    on = monday + timedelta(days=day)
    slots = [
        Slot(n, SlotRule(on, on, False, start, end, PLACE.time_zone), None, Modality.OFFICE)
        for n, (start, end) in enumerate(hours, start=1)
    ]
    sunday = monday + timedelta(days=6)
    entries = occurrences_of(slots, unavailable=unavailable, taken={}, first=monday, last=sunday, now=NOW)
    facts = AgendaFacts(slots=tuple(slots), unavailable=unavailable, periods=periods)
    return days_of(AgendaWeek(PLACE, monday, MONDAY, NOW, entries, facts), [])


def box(cell: Cell) -> tuple[range, range]:
    """Rows and columns of a cell, from its classes."""
    found = re.search(r"q(\d+) d(\d+) c(\d+) v(\d+)", cell.classes)
    assert found
    row, rows, column, lanes = map(int, found.groups())
    return range(row, row + rows), range(column, column + 60 // lanes)


@pytest.mark.parametrize(
    ("start", "end", "classes"),
    [
        (time(0), time(0, 15), "q0 d1 c1 v1"),
        (time(8), time(20), "q32 d48 c1 v1"),
        (time(23, 45), LAST_END, "q95 d1 c1 v1"),
        (time(0), LAST_END, "q0 d96 c1 v1"),
    ],
)
def test_an_entry_takes_the_rows_of_its_quarters(start: time, end: time, classes: str) -> None:
    (cell,) = week_of((start, end))[1].cells
    assert cell.classes.endswith(classes)


@pytest.mark.shows("F-075")
def test_overlapping_entries_never_cover_one_another() -> None:
    rng = random.Random(7)
    for _ in range(200):
        hours = []
        for _ in range(rng.randrange(1, 12)):
            first = rng.randrange(95)
            last = rng.randrange(first + 1, min(96, first + 12) + 1)
            end = LAST_END if last == 96 else time(last // 4, last % 4 * 15)
            hours.append((time(first // 4, first % 4 * 15), end))
        boxes = [box(cell) for cell in week_of(*hours)[1].cells]
        assert len(boxes) == len(hours)
        for number, (rows, columns) in enumerate(boxes):
            assert columns.stop <= 61
            for other_rows, other_columns in boxes[number + 1 :]:
                assert not (set(rows) & set(other_rows) and set(columns) & set(other_columns))


def test_entries_that_follow_one_another_take_the_whole_width() -> None:
    cells = week_of((time(8), time(8, 15)), (time(8, 15), time(8, 30)))[1].cells
    assert [cell.classes.split()[-1] for cell in cells] == ["v1", "v1"]
    assert all(a.end == b.start for a, b in pairwise(cells))


def test_every_class_that_is_drawn_has_its_style() -> None:
    for quarter in range(96):
        assert f".q{quarter}{{grid-row-start:{quarter + 1}}}" in STYLES
        assert f".d{quarter + 1}{{grid-row-end:span {quarter + 1}}}" in STYLES
    for lanes in (1, 2, 3, 4, 5, 6, 10, 12, 15, 20):
        assert f".v{lanes}{{grid-column-end:span {60 // lanes}}}" in STYLES
        for lane in range(lanes):
            column = lane * (60 // lanes) + 1
            assert f".c{column}{{grid-column-start:{column}}}" in STYLES


def test_the_grid_opens_on_the_first_entry_at_the_latest_on_eight_hours() -> None:
    assert first_quarter(week_of((time(6, 30), time(7)))) == 26
    assert first_quarter(week_of((time(14), time(15)))) == 32
    assert first_quarter(week_of()) == 32


@pytest.mark.parametrize(("monday", "first"), [(date(2026, 3, 23), 12), (date(2026, 10, 19), 8)])
def test_the_nights_when_clocks_change_are_drawn_on_the_wall(monday: date, first: int) -> None:
    (cell,) = week_of((time(2), time(4)), monday=monday, day=6)[6].cells
    rows, _ = box(cell)
    assert (rows.start, rows.stop) == (first, 16)


def test_past_and_unavailable_entries_are_told_apart() -> None:
    hidden = week_of((time(8), time(9)), unavailable=(Since(NOW),))
    assert [day.unavailable for day in hidden] == [True] * 7
    assert [cell.state for cell in hidden[1].cells] == ["indisponible"]
    past = week_of((time(8), time(9)), monday=MONDAY - timedelta(days=7))
    assert [(cell.state, cell.changeable) for cell in past[1].cells] == [("passe", False)]
    assert [day.past for day in past] == [True] * 7


@pytest.mark.shows("F-084")
def test_the_days_of_a_period_are_shaded_from_today_on() -> None:
    found = [day.unavailable for day in week_of(periods=(Period(MONDAY - timedelta(3), MONDAY + timedelta(2)),))]
    assert found == [True, True, True, False, False, False, False]
