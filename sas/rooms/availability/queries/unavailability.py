"""The unavailabilities of a place, as the window that changes them shows them (F-080, F-081)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sas.actor import Actor
from sas.rooms.availability.queries.agendas import agendas, editable_place, today_at
from sas.rooms.directory.queries import PlaceFacts
from sas.timetable.absence import Period


@dataclass(frozen=True, slots=True)
class Absences:
    """What is announced: without end since an instant in UTC (None: no), and the periods that are not over.

    `most` is how many periods a place may have, `version` that of its agenda.
    """

    place: PlaceFacts
    since: datetime | None
    periods: tuple[Period, ...]
    most: int
    version: int


def absences(*, actor: Actor, place_id: int, now: datetime) -> Absences:
    """The unavailabilities of one place. Raises Refused as `week`."""
    place = editable_place(actor=actor, place_id=place_id)
    agenda = agendas(actor=actor, place_ids=[place_id])[place_id]
    today = today_at(place, now)
    periods = tuple(period for period in agenda.periods if period.last_day >= today)
    return Absences(place, agenda.unavailable_since, periods, settings.UNAVAILABILITY_PERIODS, agenda.version)
