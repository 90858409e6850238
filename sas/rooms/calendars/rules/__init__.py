"""Who may tie an agenda to other calendars, how secrets are kept, how often a calendar is read."""

from sas.rooms.calendars.rules.access import may_read_sources, may_synchronise
from sas.rooms.calendars.rules.reading import KNOWN, next_read, read_window, reads_conditionally
from sas.rooms.calendars.rules.secrets import FEED, SEALING, new_token, opened, sealed, token_hash, token_hashes

__all__ = [
    "FEED",
    "KNOWN",
    "SEALING",
    "may_read_sources",
    "may_synchronise",
    "new_token",
    "next_read",
    "opened",
    "read_window",
    "reads_conditionally",
    "sealed",
    "token_hash",
    "token_hashes",
]
