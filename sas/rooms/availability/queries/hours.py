"""The two-hour indicator: what regulators can really see, week by week (F-079, sas-domain §2.7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.availability.models import PastUnavailability
from sas.rooms.availability.queries.agendas import LATELY, AgendaFacts, agendas, lately, today_at
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.participation import queries as participation
from sas.timetable.capacity import Slot
from sas.timetable.interval import Interval, Since
from sas.timetable.presence import each, once, visible

PLEDGE = timedelta(hours=2)
"""A week, for each general practitioner who takes part."""

_WEEK = timedelta(days=7)
Stretches = tuple[Interval, ...]
"""What is left of the occurrences of one slot."""
_Shown = tuple[tuple[Slot, ...], tuple[Interval | Since, ...]]
_NOT_YOURS = "Les heures de ce lieu d'exercice ne sont visibles que de ceux qui agissent pour lui."


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Hours really visible in the ISO week of `monday`: occurrences expanded, unavailabilities taken off."""

    monday: date
    visible: timedelta


@dataclass(frozen=True, slots=True)
class PublishedHours:
    """The weeks of one professional or structure, over those of their places that were asked; `name` of the first.

    `required` a week: two hours for a professional, times the general practitioners of a health centre; None where
    nothing is pledged (MSP, SOS, a centre that counts no general practitioner).
    """

    professional_id: int | None
    structure_id: int | None
    place_ids: tuple[int, ...]
    name: str
    required: timedelta | None
    weeks: tuple[WeekHours, ...]


def published_hours(
    *,
    actor: Actor,
    place_ids: Collection[int],
    now: datetime,
    weeks: int = 5,
    known: Mapping[int, AgendaFacts] = MappingProxyType({}),
) -> tuple[PublishedHours, ...]:
    """By professional or structure, this week and the next ones; five queries and the directory's, however many places.

    A professional's overlapping slots count once, over all the places; a structure's count each, since they are those
    of several practitioners. An agenda that is closed shows nothing. `known`: agendas already read, by place, with all
    that ended since `lately(now)`. Raises Refused unless the actor acts for all of the places.
    """
    _check(actor, place_ids)
    places = directory.places(actor=actor, place_ids=place_ids)
    shown = _shown(list(places.values()), known, actor=actor, now=now)
    owned = _by_owner(places.values())
    counts = participation.gp_counts(actor=actor, structure_ids=[structure for _, structure in owned if structure])
    return tuple(
        PublishedHours(
            professional_id=professional,
            structure_id=structure,
            place_ids=tuple(place.id for place in own),
            name=own[0].name,
            required=_required(own[0], count=counts.get(structure or 0, 0)),
            weeks=_weeks(own, shown, weeks=weeks, now=now),
        )
        for (professional, structure), own in owned.items()
    )


def visible_weeks(
    *, actor: Actor, place_ids: Collection[int], monday: date, weeks: int
) -> dict[int, tuple[tuple[Stretches, ...], ...]]:
    """By place, week by week from `monday` on, past ones included: what could be seen of each slot, in UTC.

    Whether the agenda was open then is for the caller to know. A place that no search can find has nothing. Five
    queries, whatever the number of places. Raises Refused to anybody but the platform.
    """
    if not actor.is_platform:
        raise Refused(_NOT_YOURS)
    places = directory.places(actor=actor, place_ids=place_ids)
    found = [place for place in places.values() if _searchable(place)]
    kept = agendas(actor=actor, place_ids=[place.id for place in found], since=monday)
    past: defaultdict[int, list[Interval]] = defaultdict(list)
    for row in PastUnavailability.objects.filter(place_id__in=list(kept)):
        past[row.place_id].append(Interval(row.since, row.until))
    return {
        place.id: visible(
            kept[place.id].slots,
            unavailable=(*kept[place.id].unavailable, *past[place.id]),
            monday=monday,
            zone=place.time_zone,
            weeks=weeks,
        )
        for place in found
        if kept[place.id].slots
    }


def _by_owner(places: Iterable[PlaceFacts]) -> Mapping[tuple[int | None, int | None], list[PlaceFacts]]:
    owned: defaultdict[tuple[int | None, int | None], list[PlaceFacts]] = defaultdict(list)
    for place in places:
        owned[place.professional_id, None if place.professional_id else place.structure_id].append(place)
    return owned


def _check(actor: Actor, place_ids: Collection[int]) -> None:
    administrator = actor.is_platform or actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL)
    if not administrator and not participation.acts_for_all(actor=actor, place_ids=place_ids):
        raise Refused(_NOT_YOURS)


def _shown(
    places: list[PlaceFacts], known: Mapping[int, AgendaFacts], *, actor: Actor, now: datetime
) -> dict[int, _Shown]:
    """The slots and what hides them, of the places that a search can find."""
    unread = [place.id for place in places if place.id not in known]
    kept = {**known, **agendas(actor=actor, place_ids=unread, since=lately(now))}
    flags = participation.flags_of_places(actor=actor, places=places)
    past: defaultdict[int, list[Interval]] = defaultdict(list)
    for row in PastUnavailability.objects.filter(place_id__in=list(kept), until__gt=now - LATELY):
        past[row.place_id].append(Interval(row.since, row.until))
    return {
        place.id: (kept[place.id].slots, (*kept[place.id].unavailable, *past[place.id]))
        if flags[place.id].agenda_open and _searchable(place)
        else ((), ())
        for place in places
    }


def _searchable(place: PlaceFacts) -> bool:
    return not place.closed and place.lat is not None and place.lon is not None


def _required(place: PlaceFacts, *, count: int) -> timedelta | None:
    if place.professional_id:
        return PLEDGE
    return count * PLEDGE if place.structure_kind == "cds" and count else None


def _weeks(
    places: Sequence[PlaceFacts], shown: dict[int, _Shown], *, weeks: int, now: datetime
) -> tuple[WeekHours, ...]:
    stretches: list[list[tuple[Interval, ...]]] = [[] for _ in range(weeks)]
    for place in places:
        slots, holes = shown[place.id]
        first, zone = _monday(place, now), place.time_zone
        found = visible(slots, unavailable=holes, monday=first, zone=zone, weeks=weeks)
        for number, weekly in enumerate(found):
            stretches[number] += weekly
    measure, first = once if places[0].professional_id else each, _monday(places[0], now)
    return tuple(WeekHours(first + number * _WEEK, measure(found)) for number, found in enumerate(stretches))


def _monday(place: PlaceFacts, now: datetime) -> date:
    today = today_at(place, now)
    return today - timedelta(days=today.weekday())
