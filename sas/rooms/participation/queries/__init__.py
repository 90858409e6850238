"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, practitioner_counts
from sas.rooms.participation.queries.past import (
    CentreThen,
    SettingsThen,
    professional_ids,
    professional_settings_at,
    professionals_through,
    structure_ids,
    structure_settings_at,
)

__all__ = [
    "CentreThen",
    "SettingsThen",
    "flags_of",
    "flags_of_places",
    "practitioner_counts",
    "professional_ids",
    "professional_settings_at",
    "professionals_through",
    "structure_ids",
    "structure_settings_at",
]
