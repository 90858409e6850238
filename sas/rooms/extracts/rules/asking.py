"""What somebody asks for, the days it may be about, and how long things are kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from sas.errors import Impossible
from sas.rooms.extracts.enums import DATED, Dataset, FileFormat, Scope

LONGEST = timedelta(days=366)
"""Of a period: a file of a year is read, one of ten is a copy of the platform."""

KEPT = timedelta(days=90)
"""Traces of extracts; their files go long before."""

SILENT = timedelta(minutes=5)
"""After so long without a word a preparation is taken for stopped, and may be started again."""

MOST_INTERRUPTIONS = 3
"""Preparations that may end without a word: a file that kills its worker is not tried for ever."""

MOST_TRIES = 8
_FIRST_WAIT = timedelta(minutes=5)

XLSX_ROWS = 1_048_575
"""Lines of a worksheet, less its titles."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; days local and included, None for a dataset that is as it stands."""

    dataset: Dataset
    scope: Scope
    file_format: FileFormat
    territory_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


def problem_of(asked: Asked) -> Impossible | None:
    """Why this cannot be prepared as it is asked."""
    if asked.dataset not in DATED:
        return None
    if asked.first_day is None or asked.last_day is None:
        missing = "first_day" if asked.first_day is None else "last_day"
        return Impossible("Indiquez le premier et le dernier jour de la période.", field=missing)
    if asked.last_day < asked.first_day:
        return Impossible("Le dernier jour précède le premier.", field="last_day")
    if asked.last_day - asked.first_day >= LONGEST:
        return Impossible("La période dépasse une année : partagez-la.", field="last_day")
    return None


def wait_before(tries: int) -> timedelta:
    """Before a sending is tried again: five minutes, then twice as long each time; about ten hours in all."""
    return _FIRST_WAIT * (1 << (tries - 1))


def month_before(day: date) -> tuple[date, date]:
    """The first and last day of the month before this day's."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
