"""The nouns of participation."""

from sas.rooms.participation.queries.editors import Naming, editors_named
from sas.rooms.participation.queries.flags import flags_of, flags_of_places, gp_counts
from sas.rooms.participation.queries.held import held_on_oneself
from sas.rooms.participation.queries.houses import HouseChange, HouseFacts, house, house_changes, houses
from sas.rooms.participation.queries.keeping import acted_for, acts_for_all
from sas.rooms.participation.queries.members import DeclaredPlace, Member, MembersPage, declared_places, members
from sas.rooms.participation.queries.moves import Move, moves
from sas.rooms.participation.queries.packages import (
    Establishment,
    EstablishmentPage,
    establishments,
    own_establishments,
    search_is_opened,
)
from sas.rooms.participation.queries.past import (
    CentreThen,
    SettingsThen,
    professional_ids,
    professional_settings_at,
    professionals_through,
    structure_ids,
    structure_settings_at,
)
from sas.rooms.participation.queries.rows import (
    ProfessionalRow,
    StructureRow,
    count_of_settings,
    professional_rows,
    structure_rows,
)
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
    "CentreThen",
    "DeclaredPlace",
    "Establishment",
    "EstablishmentPage",
    "HouseChange",
    "HouseFacts",
    "JudgedSettings",
    "Member",
    "MembersPage",
    "Move",
    "Naming",
    "OwnPlaces",
    "OwnSettings",
    "ProfessionalRow",
    "SettingsChange",
    "SettingsChoices",
    "SettingsStory",
    "SettingsThen",
    "StructureRow",
    "acted_for",
    "acts_for_all",
    "count_of_settings",
    "declared_places",
    "editors_named",
    "establishments",
    "flags_of",
    "flags_of_places",
    "gp_counts",
    "held_on_oneself",
    "house",
    "house_changes",
    "houses",
    "judged_settings",
    "members",
    "moves",
    "own_establishments",
    "own_places",
    "own_settings",
    "professional_ids",
    "professional_rows",
    "professional_settings_at",
    "professionals_through",
    "search_is_opened",
    "settings_choices",
    "settings_story",
    "structure_ids",
    "structure_rows",
    "structure_settings_at",
    "suggested_through",
]
