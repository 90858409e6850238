"""The verbs of private calendars: to open and close an address, to name a calendar, to read it."""

from sas.rooms.calendars.operations.feeds import close_feed, open_feed

__all__ = ["close_feed", "open_feed"]
