"""What an event may hold, how long it is kept, which days are counted, who reads the counts."""

from sas.rooms.usage.rules.access import READERS, may_count, may_read
from sas.rooms.usage.rules.days import Span, countable_days, events_of, first_whole_day
from sas.rooms.usage.rules.events import (
    LRM_PARAMETERS,
    MODES,
    MOST_RESULTS,
    PLACES,
    SCHEMAS,
    Event,
    checked,
    known_commune,
    mark_of,
)

__all__ = [
    "LRM_PARAMETERS",
    "MODES",
    "MOST_RESULTS",
    "PLACES",
    "READERS",
    "SCHEMAS",
    "Event",
    "Span",
    "checked",
    "countable_days",
    "events_of",
    "first_whole_day",
    "known_commune",
    "mark_of",
    "may_count",
    "may_read",
]
