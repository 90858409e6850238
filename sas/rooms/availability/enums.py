"""Closed lists of the availability room."""

from enum import StrEnum


class TakeRefusal(StrEnum):
    """Why a place of an occurrence could not be taken; the value is what an orientation request keeps."""

    FULL = "full"
    GONE = "gone"
    EXPIRED = "expired"
    UNAVAILABLE = "unavailable"
    BUSY = "busy"
