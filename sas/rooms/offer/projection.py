"""From the truth of the rooms below to the rows of the read model, as pure functions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.rooms.availability.queries import AgendaFacts
from sas.rooms.directory.queries import ActivityFacts, PlaceFacts
from sas.rooms.offer.rules import band_of, clock, convention_of, on_sphere, shuffle_of
from sas.rooms.participation.rules import PlaceFlags
from sas.timetable.absence import Stretch, out_of_results
from sas.timetable.capacity import Opening, openings
from sas.timetable.interval import Interval

HORIZON = timedelta(days=14)
"""How far ahead openings are projected."""

ABSENCE = timedelta(hours=48)
"""A place leaves the results while its unavailability covers all of it (C10)."""

RankRow = tuple[
    int, int, int, float, float, float, float, int, bool, bool, bool, int, int | None, *tuple[datetime | None, ...]
]
CardRow = tuple[object, ...]
OpeningKey = tuple[int, datetime, int]
OpeningRest = tuple[date, str, datetime, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows of one place; a place without coordinates or closed has none (sas-domain §1.15)."""

    ranks: tuple[RankRow, ...] = ()
    card: CardRow | None = None
    openings: tuple[tuple[OpeningKey, OpeningRest], ...] = ()


def project(
    *,
    place: PlaceFacts,
    flags: PlaceFlags,
    agenda: AgendaFacts,
    labels: dict[int, ActivityFacts],
    now: datetime,
) -> Projection:
    """What a regulator may be shown of a place from `now` on."""
    if place.closed or place.lat is None or place.lon is None or not place.activities:
        return Projection()
    found: tuple[Opening, ...] = ()
    if flags.agenda_open:
        window = Interval(now, now + HORIZON)
        found = openings(
            agenda.slots,
            unavailable=agenda.unavailable,
            busy=agenda.busy,
            taken=agenda.taken,
            window=window,
            now=now,
        )
    absent = out_of_results(agenda.unavailable, span=ABSENCE, now=now)
    creneaux = {slot.id for slot in agenda.slots if slot.patients is None}
    return Projection(
        ranks=tuple(_rank(place, flags, activity, found, absent=absent) for activity in place.activities),
        card=_card(place, flags, agenda, labels),
        openings=tuple(_opening(place, opening, is_creneau=opening.slot_id in creneaux) for opening in found),
    )


def _rank(
    place: PlaceFacts, flags: PlaceFlags, activity: int, found: tuple[Opening, ...], *, absent: Stretch | None
) -> RankRow:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    first, second = (*found[:2], None, None)[:2]
    return (
        place.id,
        activity,
        band_of(lat),
        lon,
        *on_sphere(lat, lon),
        shuffle_of(place.id),
        flags.participates,
        flags.overbooking,
        flags.reorientation,
        convention_of(place.convention),
        flags.cpts,
        *((first.interval.start, first.until) if first else (None, None)),
        *((second.interval.start, second.until) if second else (None, None)),
        *((absent.first, absent.last) if absent else (None, None)),
    )


def _opening(place: PlaceFacts, opening: Opening, *, is_creneau: bool) -> tuple[OpeningKey, OpeningRest]:
    key = (place.id, opening.interval.start, opening.slot_id)
    zone = ZoneInfo(place.time_zone)
    hours = clock(opening.interval.start.astimezone(zone))
    if not is_creneau:
        hours = f"{hours} – {clock(opening.interval.end.astimezone(zone))}"
    capacity = 0 if is_creneau else opening.capacity
    minutes = (opening.interval.end - opening.interval.start) // timedelta(minutes=1)
    return key, (opening.day, hours, opening.until, capacity, opening.taken, int(opening.modalities), minutes)


def _card(place: PlaceFacts, flags: PlaceFlags, agenda: AgendaFacts, labels: dict[int, ActivityFacts]) -> CardRow:
    return (
        place.id,
        place.professional_id,
        place.structure_id,
        place.name,
        ", ".join(labels[activity].label for activity in place.activities if activity in labels)[:160],
        place.address_line[:260],
        place.lat,
        place.lon,
        place.time_zone,
        place.phones[0] if place.phones else "",
        place.convention,
        flags.label,
        flags.overbooking,
        agenda.additional_info,
        agenda.updated_at,
        list(place.activities),
    )
