"""The week that an address asks for, and the dates around it."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.http import HttpRequest

from sas.dates import day_in_words

FURTHEST = timedelta(days=3660)
"""How far from today a week can be asked for: an address typed by hand is not a reason to fail."""

ONE_DAY, WEEK = timedelta(days=1), timedelta(days=7)


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def day_asked(request: HttpRequest, name: str, *, today: date) -> date | None:
    """The day that the parameter of this name holds; None when it holds none, or one too far away."""
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if abs(day - today) < FURTHEST else None


@lru_cache(maxsize=1024)
def in_words(day: date, form: str) -> str:
    """As sas.dates writes it, of days alone: the pages of a few weeks are asked for all day long."""
    return day_in_words(day, form)


@dataclass(frozen=True, slots=True)
class WeekDates:
    """The dates of the page of a week: `first` and `last` day in words, those of its addresses as they write them."""

    first: str
    last: str
    monday: str
    previous: str
    next: str
    current: bool


def dates_of(monday: date, *, today: date) -> WeekDates:
    """The dates of the page of the week of this Monday; `today` is that of the place."""
    first, last = (in_words(day, "j F Y") for day in (monday, monday + WEEK - ONE_DAY))
    around = (day.isoformat() for day in (monday, monday - WEEK, monday + WEEK))
    return WeekDates(first, last, *around, current=monday == monday_of(today))
