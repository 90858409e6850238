"""Who reads what, how it is found, what may be written, and what the platform comes with."""

from sas.rooms.help.rules.reading import audience_of
from sas.rooms.help.rules.searching import LONGEST, Piece, finds, pieces, words_of
from sas.rooms.help.rules.shipped import ShippedEntry, shipped_entries
from sas.rooms.help.rules.writing import LENGTH, NAMES, EntryDraft, checked_draft, free_key

__all__ = [
    "LENGTH",
    "LONGEST",
    "NAMES",
    "EntryDraft",
    "Piece",
    "ShippedEntry",
    "audience_of",
    "checked_draft",
    "finds",
    "free_key",
    "pieces",
    "shipped_entries",
    "words_of",
]
