"""Who may do what to an orientation and when, and what is written about it."""

from sas.rooms.orientation.rules.conduct import (
    checked_reason,
    chosen_modality,
    correction_problem,
    may_cancel,
    may_choose_notice,
    may_decline,
    may_mark,
    may_orient,
    may_read_places,
    move_problem,
    surnumeraire_problem,
    visible_to,
)
from sas.rooms.orientation.rules.feed import (
    FEED_AHEAD,
    FEED_BEHIND,
    SHOWN_STATES,
    Expected,
    Shown,
    feed_events,
    last_moves,
)
from sas.rooms.orientation.rules.letters import (
    Appointment,
    cancelled_letter,
    decline_letter,
    received_letter,
    uncovered_letter,
)

__all__ = [
    "FEED_AHEAD",
    "FEED_BEHIND",
    "SHOWN_STATES",
    "Appointment",
    "Expected",
    "Shown",
    "cancelled_letter",
    "checked_reason",
    "chosen_modality",
    "correction_problem",
    "decline_letter",
    "feed_events",
    "last_moves",
    "may_cancel",
    "may_choose_notice",
    "may_decline",
    "may_mark",
    "may_orient",
    "may_read_places",
    "move_problem",
    "received_letter",
    "surnumeraire_problem",
    "uncovered_letter",
    "visible_to",
]
