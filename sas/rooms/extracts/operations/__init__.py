"""The verbs of extracts: to ask, to prepare, to take away once, to send each month, to let go."""

from sas.rooms.extracts.operations.asking import ask_extract, start_again
from sas.rooms.extracts.operations.preparing import prepare
from sas.rooms.extracts.operations.sending import plan_sendings, send_due
from sas.rooms.extracts.operations.taking import TakenFile, take_extract
from sas.rooms.extracts.operations.tidying import Tidied, forget_extracts, tidy_extracts

__all__ = [
    "TakenFile",
    "Tidied",
    "ask_extract",
    "forget_extracts",
    "plan_sendings",
    "prepare",
    "send_due",
    "start_again",
    "take_extract",
    "tidy_extracts",
]
