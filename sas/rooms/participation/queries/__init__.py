"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, practitioner_counts
from sas.rooms.participation.queries.settings import (
    JudgedSettings,
    OwnPlaces,
    OwnSettings,
    SettingsChange,
    SettingsChoices,
    SettingsStory,
    judged_settings,
    own_places,
    own_settings,
    settings_choices,
    settings_story,
    suggested_through,
)

__all__ = [
    "JudgedSettings",
    "OwnPlaces",
    "OwnSettings",
    "SettingsChange",
    "SettingsChoices",
    "SettingsStory",
    "flags_of",
    "flags_of_places",
    "judged_settings",
    "own_places",
    "own_settings",
    "practitioner_counts",
    "settings_choices",
    "settings_story",
    "suggested_through",
]
