"""What a request must hold, who reads it, how far it may be moved."""

from sas.rooms.assistance.rules.handling import (
    ADMINISTRATORS,
    HANDLERS,
    cannot_move,
    checked_answer,
    desk_of,
    may_read,
    may_read_queue,
    visible_to,
)
from sas.rooms.assistance.rules.writing import (
    ANSWER_LENGTH,
    MESSAGE_LENGTH,
    MOST_A_DAY,
    MOST_FROM_A_NETWORK,
    NAME_LENGTH,
    ORIGIN_KEPT,
    STRUCTURE_LENGTH,
    Asking,
    checked,
    own_page,
    reference,
)

__all__ = [
    "ADMINISTRATORS",
    "ANSWER_LENGTH",
    "HANDLERS",
    "MESSAGE_LENGTH",
    "MOST_A_DAY",
    "MOST_FROM_A_NETWORK",
    "NAME_LENGTH",
    "ORIGIN_KEPT",
    "STRUCTURE_LENGTH",
    "Asking",
    "cannot_move",
    "checked",
    "checked_answer",
    "desk_of",
    "may_read",
    "may_read_queue",
    "own_page",
    "reference",
    "visible_to",
]
