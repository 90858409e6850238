"""The nouns of orientation."""

from sas.rooms.orientation.queries.by_editor import proposed_by_editor
from sas.rooms.orientation.queries.counting import Addressed, Recipients, addressed, first_day, recipients, touched
from sas.rooms.orientation.queries.daily import DayCount, counted_on
from sas.rooms.orientation.queries.en_sus import RecipientEnSus, recipient_en_sus
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
from sas.rooms.orientation.queries.held import held_on_oneself
from sas.rooms.orientation.queries.members import Naming, member_ids, member_names, naming
from sas.rooms.orientation.queries.received import Received, Unmarked, received, unmarked, wants_notice
from sas.rooms.orientation.queries.sent import SentRow, count_of_sent, sent_rows

__all__ = [
    "PER_PAGE",
    "Addressed",
    "DayCount",
    "Naming",
    "OrientationFacts",
    "OrientationPage",
    "Proposal",
    "Received",
    "RecipientEnSus",
    "Recipients",
    "SentRow",
    "Step",
    "Unmarked",
    "addressed",
    "count_of_sent",
    "counted_on",
    "expected_during",
    "feed",
    "first_day",
    "held_on_oneself",
    "member_ids",
    "member_names",
    "mine",
    "naming",
    "of_place",
    "one",
    "proposed",
    "proposed_by_editor",
    "received",
    "recipient_en_sus",
    "recipients",
    "sent_rows",
    "touched",
    "unmarked",
    "upcoming_counts",
    "wants_notice",
]
