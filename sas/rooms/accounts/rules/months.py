"""Months of the calendar."""

from calendar import monthrange
from datetime import datetime


def after_months(moment: datetime, months: int) -> datetime:
    """The same day and hour, months later; the last day of a month that has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
