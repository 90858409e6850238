"""When a place says that it is open, on its own wall."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory.models import Place

_WEEK = range(1, 8)


@dataclass(frozen=True, slots=True)
class OpeningDay:
    """A weekday (1 is Monday) and its hours, as « 08:30 » and « 12:00 »; a day without hours is left out."""

    weekday: int
    hours: tuple[tuple[str, str], ...]


def opening_hours(*, actor: Actor, place_ids: Collection[int]) -> Mapping[int, tuple[OpeningDay, ...]]:
    """The week of every place asked, empty when the directory tells none; in one query."""
    rows = Place.objects.filter(id__in=list(place_ids)).values_list("id", "opening_hours")
    return {place: _week(told) for place, told in rows}


def _week(told: Mapping[str, list[list[str]]]) -> tuple[OpeningDay, ...]:
    days = ((day, told.get(str(day)) or ()) for day in _WEEK)
    return tuple(OpeningDay(day, tuple((start, end) for start, end in hours)) for day, hours in days if hours)
