"""What may be done to an agenda, each refusal with its sentence; which public holidays suspend a series."""

from sas.rooms.availability.rules.access import may_edit, may_inform, may_load, may_read, remedy
from sas.rooms.availability.rules.changing import (
    MOST_PATIENTS,
    cannot_change_occurrence,
    cannot_change_series,
    copying_problem,
    nothing_to_delete,
    publishing_problems,
    series_problems,
    stale,
    terms_problems,
    told_differently,
)
from sas.rooms.availability.rules.holidays import calendar_of, days_off
from sas.rooms.availability.rules.story import Fact, absence_fact, info_fact, slot_fact, told_fact

INFO_LENGTH = 1000
"""Characters of the additional information (F-085)."""

__all__ = [
    "INFO_LENGTH",
    "MOST_PATIENTS",
    "Fact",
    "absence_fact",
    "calendar_of",
    "cannot_change_occurrence",
    "cannot_change_series",
    "copying_problem",
    "days_off",
    "info_fact",
    "may_edit",
    "may_inform",
    "may_load",
    "may_read",
    "nothing_to_delete",
    "publishing_problems",
    "remedy",
    "series_problems",
    "slot_fact",
    "stale",
    "terms_problems",
    "told_differently",
    "told_fact",
]
