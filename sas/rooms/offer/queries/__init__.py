"""What a regulator can be shown."""

from sas.rooms.offer.queries.areas import Area, area_of_token, locate, suggest_areas
from sas.rooms.offer.queries.calls import UnderstoodCall, understood_call
from sas.rooms.offer.queries.cards import Card, Day, Line, card_of
from sas.rooms.offer.queries.preferred import PreferredDoctor, preferred_doctor
from sas.rooms.offer.queries.rebuilds import RebuildFacts, rebuilds
from sas.rooms.offer.queries.search import SearchCriteria, SearchResult, search
from sas.rooms.offer.queries.vocabulary import suggest_what

__all__ = [
    "Area",
    "Card",
    "Day",
    "Line",
    "PreferredDoctor",
    "RebuildFacts",
    "SearchCriteria",
    "SearchResult",
    "UnderstoodCall",
    "area_of_token",
    "card_of",
    "locate",
    "preferred_doctor",
    "rebuilds",
    "search",
    "suggest_areas",
    "suggest_what",
    "understood_call",
]
