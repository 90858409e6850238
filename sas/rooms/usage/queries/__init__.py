"""What is measured of use."""

from sas.rooms.usage.queries.figures import Counts, DayCounts, FunnelStep, SearchFigures, searches
from sas.rooms.usage.queries.needs import (
    ActivityNeeds,
    CommuneNeeds,
    UnansweredFigures,
    unanswered,
)

__all__ = [
    "ActivityNeeds",
    "CommuneNeeds",
    "Counts",
    "DayCounts",
    "FunnelStep",
    "SearchFigures",
    "UnansweredFigures",
    "searches",
    "unanswered",
]
