"""When the end of a certificate is worth an alarm: a new one takes weeks to be had."""

from datetime import datetime, timedelta

WARNED_DAYS = (30, 14, 7, 1)
"""Days before the end at which administrators are written to, once each."""
LIST_ENDS_SOON = timedelta(days=2)
"""Lists of revoked certificates live for days: they are fetched anew all the time."""


def step(until: datetime | None, *, now: datetime) -> int | None:
    """The nearest of WARNED_DAYS that is reached, None while there is time; 1 for one that has ended."""
    if until is None:
        return None
    return min((days for days in WARNED_DAYS if until - now <= timedelta(days=days)), default=None)
