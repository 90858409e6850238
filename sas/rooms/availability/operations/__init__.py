"""The verbs of the agenda: keeping it, taking and freeing places, loading many."""

from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.availability.operations.absences import save_unavailability, set_unavailable
from sas.rooms.availability.operations.changing import (
    copy_day,
    copy_week,
    delete_occurrence,
    delete_series_from,
    edit_occurrence,
    edit_series_from,
)
from sas.rooms.availability.operations.informing import save_additional_info
from sas.rooms.availability.operations.loading import AgendaDraft, SlotPattern, load_agendas
from sas.rooms.availability.operations.publishing import publish
from sas.rooms.availability.operations.taking import TakenPlace, free_place, take_place

__all__ = [
    "AgendaDraft",
    "SlotPattern",
    "TakeRefusal",
    "TakenPlace",
    "copy_day",
    "copy_week",
    "delete_occurrence",
    "delete_series_from",
    "edit_occurrence",
    "edit_series_from",
    "free_place",
    "load_agendas",
    "publish",
    "save_additional_info",
    "save_unavailability",
    "set_unavailable",
    "take_place",
]
