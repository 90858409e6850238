"""The unavailabilities of a place, as the window that changes them shows them (F-080, F-081)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from sas.actor import Actor
from sas.rooms.availability.queries.agendas import agendas, editable_place, today_at
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.timetable.absence import Period, hole
from sas.timetable.interval import Interval, Since


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


def would_hide(
    *, actor: Actor, place_ids: Collection[int], indefinite: bool, periods: Sequence[Period], now: datetime
) -> dict[int, tuple[Since | Interval, ...]]:
    """What these unavailabilities, saved at `now`, would hide of each place; a period without sense hides nothing."""
    ends = (Since(now),) if indefinite else ()
    return {
        place.id: (
            *ends,
            *(
                hole(period, zone=place.time_zone, saved_at=now)
                for period in periods
                if max(period.first_day, today_at(place, now)) <= period.last_day
            ),
        )
        for place in directory.places(actor=actor, place_ids=place_ids).values()
    }
