"""The verbs of assistance."""

from sas.rooms.assistance.operations.asking import ask_assistance
from sas.rooms.assistance.operations.forgetting import (
    forget_files,
    forget_origins,
    forget_requests,
    tidy_assistance,
)
from sas.rooms.assistance.operations.handling import answer_assistance, close_assistance, take_assistance

__all__ = [
    "answer_assistance",
    "ask_assistance",
    "close_assistance",
    "forget_files",
    "forget_origins",
    "forget_requests",
    "take_assistance",
    "tidy_assistance",
]
