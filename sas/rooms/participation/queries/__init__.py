"""The nouns of participation."""

from sas.rooms.participation.queries.flags import flags_of, flags_of_places, gp_counts
from sas.rooms.participation.queries.houses import HouseChange, HouseFacts, house, house_changes, houses
from sas.rooms.participation.queries.keeping import acted_for, acts_for_all

__all__ = [
    "HouseChange",
    "HouseFacts",
    "acted_for",
    "acts_for_all",
    "flags_of",
    "flags_of_places",
    "gp_counts",
    "house",
    "house_changes",
    "houses",
]
