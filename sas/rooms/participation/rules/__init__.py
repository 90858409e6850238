"""What settings make of a place, and which settings hold together."""

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

__all__ = [
    "MOST_PRACTITIONERS",
    "WITH_SETTINGS",
    "HouseDraft",
    "HouseSettings",
    "PlaceFlags",
    "ProfessionalChoice",
    "acts_for",
    "departements_within",
    "judge_house",
    "may_keep_settings",
    "may_read_settings",
    "may_set_packages",
    "professional_flags",
    "structure_flags",
]
