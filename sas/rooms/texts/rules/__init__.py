"""Which texts may be changed, what they may hold, and how they are read."""

from sas.rooms.texts.rules.catalogue import BANNER, CATALOGUE, Text, welcome_key
from sas.rooms.texts.rules.marking import Block, Span, blocks_of, filled
from sas.rooms.texts.rules.writing import LENGTH, checked_text, may_write

__all__ = [
    "BANNER",
    "CATALOGUE",
    "LENGTH",
    "Block",
    "Span",
    "Text",
    "blocks_of",
    "checked_text",
    "filled",
    "may_write",
    "welcome_key",
]
