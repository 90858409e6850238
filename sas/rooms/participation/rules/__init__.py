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
from sas.rooms.participation.rules.houses import (
    MOST_PRACTITIONERS,
    WITH_SETTINGS,
    HouseDraft,
    HouseSettings,
    judge_house,
    may_keep_settings,
    may_read_settings,
)
from sas.rooms.participation.rules.keeping import acts_for
from sas.rooms.participation.rules.packages import departements_within, may_set_packages
from sas.rooms.participation.rules.story import ChangedLine, Facts, Names, changed_lines

__all__ = [
    "KIND_OF",
    "MOST_PRACTITIONERS",
    "NO",
    "WHEN",
    "WITH_SETTINGS",
    "YES",
    "ChangedLine",
    "Facts",
    "HouseDraft",
    "HouseSettings",
    "Judgement",
    "Known",
    "Names",
    "Notice",
    "PlaceFlags",
    "ProfessionalChoice",
    "Question",
    "SettingsDraft",
    "acts_for",
    "changed_lines",
    "departements_within",
    "judge",
    "judge_house",
    "may_choose",
    "may_keep_settings",
    "may_read",
    "may_read_settings",
    "may_set_packages",
    "professional_flags",
    "structure_flags",
]
