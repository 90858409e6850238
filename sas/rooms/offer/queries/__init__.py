"""What a regulator can be shown."""

from sas.rooms.offer.queries.areas import Area, area_of_token, locate, suggest_areas
from sas.rooms.offer.queries.cards import Card, Day, Line, card_of
from sas.rooms.offer.queries.pins import Pin, PinBoard, pins
from sas.rooms.offer.queries.rebuilds import RebuildFacts, rebuilds
from sas.rooms.offer.queries.search import SearchCriteria, SearchResult, search
from sas.rooms.offer.queries.vocabulary import suggest_what

__all__ = [
    "Area",
    "Card",
    "Day",
    "Line",
    "Pin",
    "PinBoard",
    "RebuildFacts",
    "SearchCriteria",
    "SearchResult",
    "area_of_token",
    "card_of",
    "locate",
    "pins",
    "rebuilds",
    "search",
    "suggest_areas",
    "suggest_what",
]
