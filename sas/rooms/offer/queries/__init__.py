"""What a regulator can be shown."""

from sas.rooms.offer.queries.areas import Area, area_of_token, locate, suggest_areas
from sas.rooms.offer.queries.cards import Card, Day, Line, Pictogram, card_of
from sas.rooms.offer.queries.members import CptsMembers, MembersCriteria, cpts_members
from sas.rooms.offer.queries.rebuilds import RebuildFacts, rebuilds
from sas.rooms.offer.queries.search import SearchCriteria, SearchResult, search
from sas.rooms.offer.queries.sheets import Sheet, SheetDay, SheetWeek, sheet
from sas.rooms.offer.queries.vocabulary import suggest_what

__all__ = [
    "Area",
    "Card",
    "CptsMembers",
    "Day",
    "Line",
    "MembersCriteria",
    "Pictogram",
    "RebuildFacts",
    "SearchCriteria",
    "SearchResult",
    "Sheet",
    "SheetDay",
    "SheetWeek",
    "area_of_token",
    "card_of",
    "cpts_members",
    "locate",
    "rebuilds",
    "search",
    "sheet",
    "suggest_areas",
    "suggest_what",
]
