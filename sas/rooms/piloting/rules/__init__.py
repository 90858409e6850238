"""Who reads what, what a figure is asked of, how facts are named, added up and counted again."""

from sas.rooms.piloting.rules import areas, ledger
from sas.rooms.piloting.rules.access import ADMINISTRATORS, may_choose, may_count, may_read
from sas.rooms.piloting.rules.looks import (
    CLOSING_LOOK,
    LOOKS,
    end_of,
    is_sunday,
    looks_by,
    monday_of,
    today,
)
from sas.rooms.piloting.rules.values import COUNTRY, Period, Scope

__all__ = [
    "ADMINISTRATORS",
    "CLOSING_LOOK",
    "COUNTRY",
    "LOOKS",
    "Period",
    "Scope",
    "areas",
    "end_of",
    "is_sunday",
    "ledger",
    "looks_by",
    "may_choose",
    "may_count",
    "may_read",
    "monday_of",
    "today",
]
