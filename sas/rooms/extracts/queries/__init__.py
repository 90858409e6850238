"""The nouns of extracts."""

from sas.rooms.extracts.queries.following import (
    Choices,
    ExtractFacts,
    choices,
    failed_sendings,
    own_extracts,
    sendings,
    sends_monthly,
)
from sas.rooms.extracts.queries.held import held_on_oneself

__all__ = [
    "Choices",
    "ExtractFacts",
    "choices",
    "failed_sendings",
    "held_on_oneself",
    "own_extracts",
    "sendings",
    "sends_monthly",
]
