"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, gp_counts
from sas.rooms.participation.queries.houses import HouseChange, HouseFacts, house, house_changes, houses
from sas.rooms.participation.queries.keeping import acted_for, acts_for_all
from sas.rooms.participation.queries.members import DeclaredPlace, Member, MembersPage, members
from sas.rooms.participation.queries.packages import (
    Establishment,
    EstablishmentPage,
    establishments,
    own_establishments,
    search_is_opened,
)

__all__ = [
    "DeclaredPlace",
    "Establishment",
    "EstablishmentPage",
    "HouseChange",
    "HouseFacts",
    "Member",
    "MembersPage",
    "acted_for",
    "acts_for_all",
    "establishments",
    "flags_of",
    "flags_of_places",
    "gp_counts",
    "house",
    "house_changes",
    "houses",
    "members",
    "own_establishments",
    "search_is_opened",
]
