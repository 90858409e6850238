"""What a regulator can be shown."""

from sas.rooms.offer.queries.areas import Area, area_of_token, locate, suggest_areas
from sas.rooms.offer.queries.cards import Card, Day, Line, card_of
from sas.rooms.offer.queries.criteria import Filters, SearchCriteria
from sas.rooms.offer.queries.kept import ToKeep
from sas.rooms.offer.queries.rebuilds import RebuildFacts, rebuilds
from sas.rooms.offer.queries.search import SearchResult, search
from sas.rooms.offer.queries.vocabulary import suggest_what

__all__ = [
    "Area",
    "Card",
    "Day",
    "Filters",
    "Line",
    "RebuildFacts",
    "SearchCriteria",
    "SearchResult",
    "ToKeep",
    "area_of_token",
    "card_of",
    "locate",
    "rebuilds",
    "search",
    "suggest_areas",
    "suggest_what",
]
