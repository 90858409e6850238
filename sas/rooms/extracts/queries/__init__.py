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

__all__ = [
    "Choices",
    "ExtractFacts",
    "choices",
    "failed_sendings",
    "own_extracts",
    "sendings",
    "sends_monthly",
]
