"""Who may do what to an orientation and when, and what is told of it."""

from sas.rooms.orientation.rules.conduct import (
    checked_reason,
    chosen_modality,
    correction_problem,
    may_cancel,
    may_choose_notice,
    may_count,
    may_decline,
    may_mark,
    may_name,
    may_orient,
    may_read_places,
    move_problem,
    naming_problem,
    surnumeraire_problem,
    visible_to,
)
from sas.rooms.orientation.rules.exchanging import STATUSES, Told, content
from sas.rooms.orientation.rules.feed import (
    FEED_AHEAD,
    FEED_BEHIND,
    SHOWN_STATES,
    Expected,
    Shown,
    feed_events,
    last_moves,
)
from sas.rooms.orientation.rules.telling import Appointment

__all__ = [
    "FEED_AHEAD",
    "FEED_BEHIND",
    "SHOWN_STATES",
    "STATUSES",
    "Appointment",
    "Expected",
    "Shown",
    "Told",
    "checked_reason",
    "chosen_modality",
    "content",
    "correction_problem",
    "feed_events",
    "last_moves",
    "may_cancel",
    "may_choose_notice",
    "may_count",
    "may_decline",
    "may_mark",
    "may_name",
    "may_orient",
    "may_read_places",
    "move_problem",
    "naming_problem",
    "surnumeraire_problem",
    "visible_to",
]
