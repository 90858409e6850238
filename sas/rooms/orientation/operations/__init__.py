"""The verbs of orientation: to orient, to move the story on, to choose one's mails, to warn the regulation."""

from sas.rooms.orientation.operations.moving import cancel, decline, mark
from sas.rooms.orientation.operations.notices import choose_notice
from sas.rooms.orientation.operations.orienting import Outcome, orient, orient_surnumeraire
from sas.rooms.orientation.operations.warning import warn_of_unavailability

__all__ = [
    "Outcome",
    "cancel",
    "choose_notice",
    "decline",
    "mark",
    "orient",
    "orient_surnumeraire",
    "warn_of_unavailability",
]
