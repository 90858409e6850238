"""Which texts may be changed, what they may hold, and how they are read."""

from sas.marked import Block, Span
from sas.rooms.texts.rules.catalogue import BANNER, CATALOGUE, VISITORS_BANNER, Placeholder, Text, welcome_key
from sas.rooms.texts.rules.mailing import letter_of, parted
from sas.rooms.texts.rules.marking import blocks_of, filled, placeholders
from sas.rooms.texts.rules.writing import LENGTH, checked_text, may_write, text_problem

__all__ = [
    "BANNER",
    "CATALOGUE",
    "LENGTH",
    "VISITORS_BANNER",
    "Block",
    "Placeholder",
    "Span",
    "Text",
    "blocks_of",
    "checked_text",
    "filled",
    "letter_of",
    "may_write",
    "parted",
    "placeholders",
    "text_problem",
    "welcome_key",
]
