"""The verbs of the agenda: keeping it, taking and freeing places, loading many."""

from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.availability.operations.keeping import (
    delete_occurrence,
    delete_series_from,
    publish,
    save_additional_info,
    set_unavailable,
)
from sas.rooms.availability.operations.loading import AgendaDraft, SlotPattern, load_agendas
from sas.rooms.availability.operations.taking import TakenPlace, free_place, take_place

__all__ = [
    "AgendaDraft",
    "SlotPattern",
    "TakeRefusal",
    "TakenPlace",
    "delete_occurrence",
    "delete_series_from",
    "free_place",
    "load_agendas",
    "publish",
    "save_additional_info",
    "set_unavailable",
    "take_place",
]
