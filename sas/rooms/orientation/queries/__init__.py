"""The nouns of orientation."""

from sas.rooms.orientation.queries.facts import (
    PER_PAGE,
    OrientationFacts,
    OrientationPage,
    Proposal,
    Step,
    expected_during,
    mine,
    of_place,
    one,
    proposed,
    upcoming_counts,
)
from sas.rooms.orientation.queries.feed import feed
from sas.rooms.orientation.queries.received import Received, Unmarked, received, unmarked, wants_notice

__all__ = [
    "PER_PAGE",
    "OrientationFacts",
    "OrientationPage",
    "Proposal",
    "Received",
    "Step",
    "Unmarked",
    "expected_during",
    "feed",
    "mine",
    "of_place",
    "one",
    "proposed",
    "received",
    "unmarked",
    "upcoming_counts",
    "wants_notice",
]
