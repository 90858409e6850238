"""What a card of the dashboard tells of the days to come: the next openings, and the hours of the directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.rooms.availability.queries import KeptPlace
from sas.rooms.directory import queries as directory
from sas.timetable.capacity import Opening, openings
from sas.timetable.interval import Interval
from sas.timetable.modality import Modality

_FAR, _MOST = timedelta(days=28), 3
_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")


@dataclass(frozen=True, slots=True)
class Ahead:
    """An opening, naive hours on the wall of its place; `until` None: a créneau, which is told by its start."""

    day: date
    start: datetime
    until: datetime | None
    left: int
    modalities: Modality


def next_openings(kept: KeptPlace, *, now: datetime) -> tuple[Ahead, ...]:
    """The three next ones of four weeks; none while the agenda is closed, since regulators see none."""
    if not kept.flags.agenda_open:
        return ()
    agenda, zone = kept.agenda, ZoneInfo(kept.place.time_zone)
    found = openings(
        agenda.slots,
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        window=Interval(now, now + _FAR),
        now=now,
    )
    creneaux = {slot.id for slot in agenda.slots if slot.patients is None}
    return tuple(_ahead(one, zone=zone, creneau=one.slot_id in creneaux) for one in found[:_MOST])


def hours_told(*, actor: Actor, kept: Iterable[KeptPlace]) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """By place: « Lundi », « 08h30 – 12h00, 14h00 – 18h00 »; in one query."""
    found = directory.opening_hours(actor=actor, place_ids=[one.place.id for one in kept])
    return {
        place: tuple((_WEEKDAYS[day.weekday - 1], _hours(day.hours)) for day in week) for place, week in found.items()
    }


def _ahead(opening: Opening, *, zone: ZoneInfo, creneau: bool) -> Ahead:
    start, end = (at.astimezone(zone).replace(tzinfo=None) for at in (opening.interval.start, opening.interval.end))
    return Ahead(opening.day, start, None if creneau else end, opening.left, opening.modalities)


def _hours(told: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{start.replace(':', 'h')} – {end.replace(':', 'h')}" for start, end in told)
