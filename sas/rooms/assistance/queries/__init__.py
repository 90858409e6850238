"""The nouns of assistance."""

from sas.rooms.assistance.queries.asking import Prefilled, prefilled
from sas.rooms.assistance.queries.handling import (
    AnswerFacts,
    AssistanceDetail,
    AssistanceFacts,
    AssistanceFilters,
    AssistanceQueue,
    FileContent,
    FileFacts,
    account_asked,
    assistance_file,
    assistance_queue,
    assistance_request,
)
from sas.rooms.assistance.queries.held import held_on_oneself

__all__ = [
    "AnswerFacts",
    "AssistanceDetail",
    "AssistanceFacts",
    "AssistanceFilters",
    "AssistanceQueue",
    "FileContent",
    "FileFacts",
    "Prefilled",
    "account_asked",
    "assistance_file",
    "assistance_queue",
    "assistance_request",
    "held_on_oneself",
    "prefilled",
]
