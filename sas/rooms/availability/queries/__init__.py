"""Reading agendas: weeks, what a change would do, their story, the hours shown."""

from sas.rooms.availability.queries.access import Access, access_to
from sas.rooms.availability.queries.agendas import (
    AgendaFacts,
    AgendaWeek,
    Information,
    KeptPlace,
    agendas,
    booked_from,
    editable_place,
    informations,
    informed_place,
    interval_on,
    kept_places,
    place_of_slot,
    today_at,
    week,
)
from sas.rooms.availability.queries.days import ShownOccurrence, ShownPlace, shown_between, slotted_places
from sas.rooms.availability.queries.held import held_on_oneself
from sas.rooms.availability.queries.history import HistoryEntry, HistoryPage, history, last_change
from sas.rooms.availability.queries.hours import PublishedHours, Stretches, WeekHours, published_hours, visible_weeks
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
from sas.rooms.availability.queries.rows import PlaceHours, count_of_places, hour_rows
from sas.rooms.availability.queries.unavailability import Absences, absences, would_hide

__all__ = [
    "Absences",
    "Access",
    "AgendaFacts",
    "AgendaOccurrence",
    "AgendaWeek",
    "HistoryEntry",
    "HistoryPage",
    "Information",
    "KeptPlace",
    "PlaceHours",
    "Preview",
    "PublishedHours",
    "ShownOccurrence",
    "ShownPlace",
    "Stretches",
    "WeekHours",
    "absences",
    "access_to",
    "agendas",
    "booked_from",
    "count_of_places",
    "editable_place",
    "held_on_oneself",
    "history",
    "hour_rows",
    "informations",
    "informed_place",
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
    "shown_between",
    "slotted_places",
    "today_at",
    "visible_weeks",
    "week",
    "would_hide",
]
