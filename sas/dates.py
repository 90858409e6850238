"""Days in words, as the State writes them: the first of a month is « 1er », the others plain numbers; and months."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils.dateformat import format as format_date  # noqa: TID251  here alone

_DAY = "j F"


def pattern(day: date, form: str) -> str:
    """A form of Django's dates, corrected for the day that it is to write."""
    return form.replace(_DAY, r"1\e\r F") if day.day == 1 else form


def day_in_words(day: date, form: str) -> str:
    """« mardi 1er décembre 2026 » for « l j F Y »."""
    return str(format_date(day, pattern(day, form)))


def last_day_of(month: date) -> date:
    """The last day of the month of this day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def next_month(month: date) -> date:
    """The first day of the month after that of this day."""
    return last_day_of(month) + timedelta(days=1)
