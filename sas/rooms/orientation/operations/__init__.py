"""The verbs of orientation: to orient, to move the story on, to receive what editors report, to name, to warn."""

from sas.rooms.orientation.operations.forgetting import forget_keys, forget_notices
from sas.rooms.orientation.operations.moving import cancel, decline, mark
from sas.rooms.orientation.operations.naming import name_member
from sas.rooms.orientation.operations.notices import choose_notice
from sas.rooms.orientation.operations.orienting import Outcome, orient, orient_on_editor, orient_surnumeraire
from sas.rooms.orientation.operations.receiving import receive_appointment
from sas.rooms.orientation.operations.warning import warn_of_unavailability

__all__ = [
    "Outcome",
    "cancel",
    "choose_notice",
    "decline",
    "forget_keys",
    "forget_notices",
    "mark",
    "name_member",
    "orient",
    "orient_on_editor",
    "orient_surnumeraire",
    "receive_appointment",
    "warn_of_unavailability",
]
