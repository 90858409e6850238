"""The verbs of assistance."""

from sas.rooms.assistance.operations.asking import ask_assistance
from sas.rooms.assistance.operations.forgetting import Tidied, tidy_assistance
from sas.rooms.assistance.operations.handling import answer_assistance, close_assistance, take_assistance

__all__ = [
    "Tidied",
    "answer_assistance",
    "ask_assistance",
    "close_assistance",
    "take_assistance",
    "tidy_assistance",
]
