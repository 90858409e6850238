"""What is asked of editors, when, and what is made of what they tell."""

from sas.rooms.editors.rules.access import may_read_health, may_refresh
from sas.rooms.editors.rules.documents import KeptSlot, number_of, read, written
from sas.rooms.editors.rules.links import booking_link, leads_to
from sas.rooms.editors.rules.matching import ALIKE, IDNST, Match, match
from sas.rooms.editors.rules.pace import (
    ASSOCIATIONS,
    AT_MOST_EVERY,
    AT_ONCE,
    CLAIMED,
    DELAYS_MS,
    KEPT_DAYS,
    PEOPLE,
    PER_MINUTE,
    WANTED_FOR,
    closed_until,
    counted,
    has_lost,
    is_stale,
    next_due,
    quantile,
    retry_due,
    window_end,
)
from sas.rooms.editors.rules.shown import Told, chosen, together

__all__ = [
    "ALIKE",
    "ASSOCIATIONS",
    "AT_MOST_EVERY",
    "AT_ONCE",
    "CLAIMED",
    "DELAYS_MS",
    "IDNST",
    "KEPT_DAYS",
    "PEOPLE",
    "PER_MINUTE",
    "WANTED_FOR",
    "KeptSlot",
    "Match",
    "Told",
    "booking_link",
    "chosen",
    "closed_until",
    "counted",
    "has_lost",
    "is_stale",
    "leads_to",
    "match",
    "may_read_health",
    "may_refresh",
    "next_due",
    "number_of",
    "quantile",
    "read",
    "retry_due",
    "together",
    "window_end",
    "written",
]
