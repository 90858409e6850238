"""What settings make of a place, and which settings hold together."""

from sas.rooms.participation.rules.choosing import (
    KIND_OF,
    NO,
    WHEN,
    YES,
    Judgement,
    Known,
    Notice,
    Question,
    SettingsDraft,
    judge,
    may_choose,
    may_read,
)
from sas.rooms.participation.rules.flags import PlaceFlags, ProfessionalChoice, professional_flags, structure_flags
from sas.rooms.participation.rules.story import ChangedLine, Facts, Names, changed_lines

__all__ = [
    "KIND_OF",
    "NO",
    "WHEN",
    "YES",
    "ChangedLine",
    "Facts",
    "Judgement",
    "Known",
    "Names",
    "Notice",
    "PlaceFlags",
    "ProfessionalChoice",
    "Question",
    "SettingsDraft",
    "changed_lines",
    "judge",
    "may_choose",
    "may_read",
    "professional_flags",
    "structure_flags",
]
