"""Reading agendas: a place's week for whoever keeps it, and what the offer is projected from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sas.actor import Actor
from sas.changes import Count
from sas.errors import Refused
from sas.rooms.availability import rules
from sas.rooms.availability.models import Agenda, TakenPlaces
from sas.rooms.availability.queries import stored
from sas.rooms.availability.queries.stored import AgendaRow, PeriodRow, unavailable_of
from sas.rooms.calendars import queries as calendars
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.rooms.participation.rules import PlaceFlags
from sas.timetable.absence import Period
from sas.timetable.capacity import AgendaEntry, Slot, occurrences_of
from sas.timetable.interval import Interval, Since
from sas.timetable.recurrence import occurrences

_SIX_DAYS = timedelta(days=6)
LATELY = timedelta(days=9)
"""This week and two days: whatever the zone, what began on its Monday is within."""
_UNKNOWN_PLACE = "Ce lieu d'exercice n'existe pas ou n'est plus dans l'annuaire."


@dataclass(frozen=True, slots=True)
class AgendaFacts:
    """What is kept of one place's agenda; `taken` counts the patients by slot id and local day.

    `unavailable` in UTC: `periods` (local days, those that are over included until the next change) and, last, the
    unavailability without end. `busy`: the times that a private calendar gives as taken, sorted and disjoint.
    `version` counts the changes by people.
    """

    slots: tuple[Slot, ...] = ()
    unavailable: tuple[Since | Interval, ...] = ()
    taken: Mapping[tuple[int, date], int] = field(default_factory=dict)
    additional_info: str = ""
    updated_at: datetime | None = None
    version: int = 0
    periods: tuple[Period, ...] = ()
    busy: tuple[Interval, ...] = ()

    @property
    def unavailable_since(self) -> datetime | None:
        """Since when (UTC) the place is unavailable for an indefinite time."""
        return next((hole.start for hole in self.unavailable if isinstance(hole, Since)), None)


@dataclass(frozen=True, slots=True)
class Information:
    """What whoever keeps a place tells the regulation, and when the agenda last changed."""

    text: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AgendaWeek:
    """A place's agenda from `monday` through Sunday; `today` is the date on the wall of the place."""

    place: PlaceFacts
    monday: date
    today: date
    now: datetime
    entries: tuple[AgendaEntry, ...]
    agenda: AgendaFacts


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A place as the dashboard of whoever keeps its agenda shows it (F-030)."""

    place: PlaceFacts
    flags: PlaceFlags
    agenda: AgendaFacts


def agendas(*, actor: Actor, place_ids: Collection[int], since: date | None = None) -> dict[int, AgendaFacts]:
    """The agenda of every place asked, empty when none was kept: four queries whatever their number.

    `since` leaves out what ended before that local day.
    """
    places = list(place_ids)
    if not places:
        return {}
    first = since or date.min
    slots, taken = stored.slots(places=places, since=first), stored.taken(places=places, since=first)
    return _agendas(places, actor=actor, slots=slots, taken=taken)


def agenda_around(*, actor: Actor, count: Count) -> AgendaFacts:
    """The agenda of a place as if it held one slot, of which the one count given is all that is known to be taken."""
    slots, taken = stored.slots_by_id([count.slot_id]), {(count.slot_id, count.day): count.taken}
    place = count.place_id
    return _agendas([place], actor=actor, slots={place: slots}, taken={place: taken})[place]


def week(*, actor: Actor, place_id: int, monday: date, now: datetime) -> AgendaWeek:
    """The week page (F-060). Raises Refused to whoever may not edit this agenda."""
    place = editable_place(actor=actor, place_id=place_id)
    agenda = agendas(actor=actor, place_ids=[place_id], since=min(monday, lately(now)))[place_id]
    entries = occurrences_of(
        agenda.slots,
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        first=monday,
        last=monday + _SIX_DAYS,
        now=now,
    )
    return AgendaWeek(place, monday, today_at(place, now), now, entries, agenda)


def kept_places(*, actor: Actor, place_ids: Collection[int] | None = None) -> tuple[KeptPlace, ...]:
    """The places whose agendas the actor keeps, by name (F-030), but a professional's own in a CDS (F-046).

    Those of `place_ids`, which may be of members of a CPTS that he manages (F-108); None: all that are his own.
    """
    kept = actor.places if place_ids is None else participation.acted_for(actor=actor, place_ids=place_ids)
    found = [place for place in directory.places(actor=actor, place_ids=kept).values() if not place.closed]
    centres = directory.health_centre_finess(actor=actor, finess={p.site_finess for p in found if p.professional_id})
    shown = [place for place in found if not (place.professional_id and place.site_finess in centres)]
    flags = participation.flags_of_places(actor=actor, places=shown)
    found_agendas = agendas(actor=actor, place_ids=[place.id for place in shown])
    return tuple(KeptPlace(place, flags[place.id], found_agendas[place.id]) for place in shown)


def editable_place(*, actor: Actor, place_id: int) -> PlaceFacts:
    """The place, once `rules.may_edit` agrees. Raises Refused otherwise, or when there is no such place."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Refused(_UNKNOWN_PLACE)
    flags = participation.flags_of_places(actor=actor, places=[place])[place_id]
    if refused := rules.may_edit(actor=actor, place=place, flags=flags):
        raise refused
    return place


def informed_place(*, actor: Actor, place_id: int) -> PlaceFacts:
    """The same for its additional information: a CPTS has some too, and no agenda (F-086)."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    if place is None:
        raise Refused(_UNKNOWN_PLACE)
    flags = participation.flags_of_places(actor=actor, places=[place])[place_id]
    if refused := rules.may_inform(actor=actor, place=place, flags=flags):
        raise refused
    return place


def informations(*, actor: Actor, place_ids: Collection[int]) -> dict[int, Information]:
    """The additional information of these places, in one question; those that tell nothing are absent (F-085, F-086).

    What the actor may read of it is for the caller to say, as for `agendas`.
    """
    if not place_ids:
        return {}
    rows = Agenda.objects.filter(place_id__in=list(place_ids)).exclude(additional_info="")
    told = rows.values_list("place_id", "additional_info", "updated_at")
    return {place: Information(text, updated_at) for place, text, updated_at in told}


def place_of_slot(*, actor: Actor, slot_id: int) -> int | None:
    """The place whose agenda holds the slot, None when there is no such slot."""
    return stored.place_holding(slot_id)


def lately(now: datetime) -> date:
    """The first day of what the hours of this week are counted from."""
    return (now - LATELY).date()


def today_at(place: PlaceFacts, now: datetime) -> date:
    """The date on the wall of the place at an aware instant."""
    return now.astimezone(ZoneInfo(place.time_zone)).date()


def interval_on(slot: Slot, day: date) -> Interval | None:
    """When the occurrence of that local day takes place, None when there is none."""
    return next((found.interval for found in occurrences(slot.rule, day, day)), None)


def booked_from(*, actor: Actor, slot_id: int, day: date) -> dict[date, int]:
    """Places taken on the occurrences from that local day on, by day; days without any are left out."""
    rows = TakenPlaces.objects.filter(slot_id=slot_id, day__gte=day, taken__gt=0)
    return dict(rows.values_list("day", "taken"))


def _agendas(
    places: Sequence[int],
    *,
    actor: Actor,
    slots: Mapping[int, Sequence[Slot]],
    taken: Mapping[int, Mapping[tuple[int, date], int]],
) -> dict[int, AgendaFacts]:
    kept, periods = stored.agenda_rows(places=places), stored.periods(places=places)
    busy = calendars.busy_times(actor=actor, place_ids=places)
    return {
        place: _facts(
            kept.get(place),
            slots=tuple(slots.get(place, ())),
            taken=taken.get(place, {}),
            periods=periods.get(place, ()),
            busy=busy.get(place, ()),
        )
        for place in places
    }


def _facts(
    row: AgendaRow | None,
    *,
    slots: tuple[Slot, ...],
    taken: Mapping[tuple[int, date], int],
    periods: Sequence[PeriodRow],
    busy: tuple[Interval, ...],
) -> AgendaFacts:
    if row is None:
        return AgendaFacts(slots=slots, taken=taken, busy=busy)
    return AgendaFacts(
        slots=slots,
        unavailable=unavailable_of(row, periods),
        taken=taken,
        additional_info=row.additional_info,
        updated_at=row.updated_at,
        version=row.version,
        periods=tuple(Period(period.first_day, period.last_day) for period in periods),
        busy=busy,
    )
