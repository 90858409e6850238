"""What a place says of itself: when it is open, on its own wall; its secure mail addresses."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory import rules
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
    return {place: week(told) for place, told in rows}


def ms_sante(*, actor: Actor, place_id: int) -> tuple[str, ...]:
    """The MS Santé addresses of a place, none to whoever is not entitled to them (F-160)."""
    if not rules.may_read_ms_sante(actor):
        return ()
    found = Place.objects.filter(id=place_id, closed_at__isnull=True).values_list("ms_sante", flat=True).first()
    return tuple(found or ())


def week(told: Mapping[str, list[list[str]]]) -> tuple[OpeningDay, ...]:
    """The stored hours as values, for this room's own use."""
    days = ((day, told.get(str(day)) or ()) for day in _WEEK)
    return tuple(OpeningDay(day, tuple((start, end) for start, end in hours)) for day, hours in days if hours)
