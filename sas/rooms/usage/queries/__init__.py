"""What is measured of use."""

from sas.rooms.usage.queries.figures import Counts, DayCounts, FunnelStep, SearchFigures, is_counted, searches
from sas.rooms.usage.queries.needs import (
    ActivityNeeds,
    CommuneNeeds,
    UnansweredFigures,
    unanswered,
)
from sas.rooms.usage.queries.rows import SearchRow, count_of_search_rows, search_rows

__all__ = [
    "ActivityNeeds",
    "CommuneNeeds",
    "Counts",
    "DayCounts",
    "FunnelStep",
    "SearchFigures",
    "SearchRow",
    "UnansweredFigures",
    "count_of_search_rows",
    "is_counted",
    "search_rows",
    "searches",
    "unanswered",
]
