"""Reading agendas: weeks, what a change would do, their story, the hours shown."""

from sas.rooms.availability.queries.access import Access, access_to
from sas.rooms.availability.queries.agendas import (
    AgendaFacts,
    AgendaWeek,
    KeptPlace,
    agendas,
    booked_from,
    editable_place,
    interval_on,
    kept_places,
    place_of_slot,
    slot_of,
    today_at,
    unavailable_of,
    week,
)
from sas.rooms.availability.queries.history import HistoryEntry, HistoryPage, history, last_change
from sas.rooms.availability.queries.hours import PublishedHours, WeekHours, published_hours
from sas.rooms.availability.queries.planning import (
    AgendaOccurrence,
    Preview,
    occurrence,
    planned_day_copy,
    planned_deletion,
    planned_edit,
    planned_series_deletion,
    planned_series_edit,
    planned_week_copy,
)
from sas.rooms.availability.queries.unavailability import Absences, absences, would_hide

__all__ = [
    "Absences",
    "Access",
    "AgendaFacts",
    "AgendaOccurrence",
    "AgendaWeek",
    "HistoryEntry",
    "HistoryPage",
    "KeptPlace",
    "Preview",
    "PublishedHours",
    "WeekHours",
    "absences",
    "access_to",
    "agendas",
    "booked_from",
    "editable_place",
    "history",
    "interval_on",
    "kept_places",
    "last_change",
    "occurrence",
    "place_of_slot",
    "planned_day_copy",
    "planned_deletion",
    "planned_edit",
    "planned_series_deletion",
    "planned_series_edit",
    "planned_week_copy",
    "published_hours",
    "slot_of",
    "today_at",
    "unavailable_of",
    "week",
    "would_hide",
]
