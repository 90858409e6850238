"""Whose values the trail keeps encrypted, and how a record was read."""

from enum import StrEnum


class PersonKind(StrEnum):
    """By which number somebody is known to the trail; each of them has a key of their own (ADR 51)."""

    USER = "user"
    PROFESSIONAL = "professional"
    STRUCTURE = "structure"
    PLACE = "place"
    TERRITORY = "territory"


class Reading(StrEnum):
    """How somebody else's data were read; also the ending of the entry's verb."""

    SUPPORT = "support"
    PAGE = "page"
    FILE = "file"
