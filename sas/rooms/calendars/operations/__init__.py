"""The verbs of private calendars: to open and close an address, to name a calendar, to read it."""

from sas.rooms.calendars.operations.feeds import close_feed, open_feed
from sas.rooms.calendars.operations.forgetting import forget_left
from sas.rooms.calendars.operations.renewing import renew_seals
from sas.rooms.calendars.operations.sources import plan_reads, read_source, remove_source, set_source

__all__ = [
    "close_feed",
    "forget_left",
    "open_feed",
    "plan_reads",
    "read_source",
    "remove_source",
    "renew_seals",
    "set_source",
]
