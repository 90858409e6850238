"""The nouns of private calendars."""

from sas.rooms.calendars.queries.busy import busy_times
from sas.rooms.calendars.queries.feeds import place_of_token
from sas.rooms.calendars.queries.synchronisation import FeedFacts, SourceFacts, Synchronisation, synchronisation

__all__ = ["FeedFacts", "SourceFacts", "Synchronisation", "busy_times", "place_of_token", "synchronisation"]
