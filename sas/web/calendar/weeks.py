"""The week that an address asks for."""

from datetime import date, timedelta

from django.http import HttpRequest

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
