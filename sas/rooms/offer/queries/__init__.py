"""What a regulator can be shown."""

from sas.rooms.offer.queries.areas import Area, area_of_token, locate, suggest_areas
from sas.rooms.offer.queries.beyond import Beyond, Wider, beyond
from sas.rooms.offer.queries.calls import UnderstoodCall, understood_call
from sas.rooms.offer.queries.cards import Card, Pictogram, card_of
from sas.rooms.offer.queries.criteria import BANDS, DISTANCES_KM, Filters, SearchCriteria
from sas.rooms.offer.queries.followed import CardsNow, cards_now
from sas.rooms.offer.queries.held import held_on_oneself
from sas.rooms.offer.queries.kept import ToKeep
from sas.rooms.offer.queries.lines import Day, Line
from sas.rooms.offer.queries.members import CptsMembers, MembersCriteria, cpts_members
from sas.rooms.offer.queries.pins import Pin, PinBoard, pins
from sas.rooms.offer.queries.preferred import PreferredDoctor, preferred_doctor
from sas.rooms.offer.queries.published import Asked, PublishedPlace, PublishedSlot, published
from sas.rooms.offer.queries.rebuilds import RebuildFacts, rebuilds
from sas.rooms.offer.queries.search import SearchResult, search
from sas.rooms.offer.queries.sheets import Sheet, SheetDay, SheetWeek, sheet
from sas.rooms.offer.queries.vocabulary import search_types, suggest_what

__all__ = [
    "BANDS",
    "DISTANCES_KM",
    "Area",
    "Asked",
    "Beyond",
    "Card",
    "CardsNow",
    "CptsMembers",
    "Day",
    "Filters",
    "Line",
    "MembersCriteria",
    "Pictogram",
    "Pin",
    "PinBoard",
    "PreferredDoctor",
    "PublishedPlace",
    "PublishedSlot",
    "RebuildFacts",
    "SearchCriteria",
    "SearchResult",
    "Sheet",
    "SheetDay",
    "SheetWeek",
    "ToKeep",
    "UnderstoodCall",
    "Wider",
    "area_of_token",
    "beyond",
    "card_of",
    "cards_now",
    "cpts_members",
    "held_on_oneself",
    "locate",
    "pins",
    "preferred_doctor",
    "published",
    "rebuilds",
    "search",
    "search_types",
    "sheet",
    "suggest_areas",
    "suggest_what",
    "understood_call",
]
