"""The nouns of piloting."""

from sas.rooms.piloting.queries.availability import (
    AvailabilityCounts,
    AvailabilityDay,
    AvailabilityFigures,
    availability,
)
from sas.rooms.piloting.queries.editors import EditorDayFigures, EditorFigures, editors_health
from sas.rooms.piloting.queries.orientations import OrientationCounts, OrientationFigures, orientations
from sas.rooms.piloting.queries.participation import (
    ParticipationDay,
    ParticipationFigures,
    SpecialtyCount,
    participation,
)
from sas.rooms.piloting.queries.scoping import Coverage, ScopeChoice, departements_of, scopes
from sas.rooms.piloting.queries.two_hours import TwoHourCounts, TwoHourFigures, TwoHourWeek, two_hour_rule
from sas.rooms.piloting.rules import COUNTRY, Period, Scope

__all__ = [
    "COUNTRY",
    "AvailabilityCounts",
    "AvailabilityDay",
    "AvailabilityFigures",
    "Coverage",
    "EditorDayFigures",
    "EditorFigures",
    "OrientationCounts",
    "OrientationFigures",
    "ParticipationDay",
    "ParticipationFigures",
    "Period",
    "Scope",
    "ScopeChoice",
    "SpecialtyCount",
    "TwoHourCounts",
    "TwoHourFigures",
    "TwoHourWeek",
    "availability",
    "departements_of",
    "editors_health",
    "orientations",
    "participation",
    "scopes",
    "two_hour_rule",
]
