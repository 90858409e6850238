"""Reading orientations: a regulator's, a place's, one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts import queries as accounts
from sas.rooms.availability import queries as availability
from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.directory import queries as directory
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import TRANSITIONS, OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.participation import queries as participation
from sas.timetable.absence import Period
from sas.timetable.capacity import AgendaEntry, occurrences_of
from sas.timetable.interval import Interval
from sas.timetable.modality import Modality

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the story; `by` is a person's name, `reason` that of a decline."""

    state: OrientationState
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrientationFacts:
    """An orientation as pages show it. `start`, `end`, `created_at` are UTC; `day` is the local day at the place.

    `taken` of `capacity` patients when it was recorded; capacity None: a créneau, or en sus. `may_cancel` and
    `may_decline` hold for the actor of the query until `start`.
    """

    id: int
    kind: OrientationKind
    state: OrientationState
    place_id: int
    place_name: str
    place_address: str
    slot_id: int | None
    day: date
    start: datetime
    end: datetime
    time_zone: str
    modalities: Modality
    taken: int
    capacity: int | None
    author_id: int
    author_name: str
    author_territories: tuple[int, ...]
    created_at: datetime
    last_step: Step
    may_cancel: bool
    may_decline: bool

    @property
    def en_sus(self) -> bool:
        """Outside the availability of the place (type 2)."""
        return self.kind == OrientationKind.SURNUMERAIRE

    @property
    def at_editor(self) -> bool:
        """On the agenda of an editor: taken in its software, or agreed by phone on a slot that it told."""
        return self.slot_id is None and not self.en_sus

    @property
    def local_start(self) -> datetime:
        """Naive wall time at the place."""
        return _wall(self.start, self.time_zone)

    @property
    def local_end(self) -> datetime:
        """Naive wall time at the place; en sus, the start."""
        return _wall(self.end, self.time_zone)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An occurrence before a patient is oriented on it (F-184); `interval` is in UTC, None when it is gone.

    `taken` patients of `capacity` (None: a créneau). `refusal`: why nobody can be oriented on it.
    `editor`: whose slot it is, empty for that of an agenda kept here.
    """

    place_id: int
    slot_id: int
    day: date
    zone: str
    interval: Interval | None
    modalities: Modality
    taken: int
    capacity: int | None
    refusal: TakeRefusal | None
    editor: str = ""

    @property
    def local_start(self) -> datetime | None:
        """Naive wall time at the place."""
        return _wall(self.interval.start, self.zone) if self.interval else None

    @property
    def local_end(self) -> datetime | None:
        """Naive wall time at the place."""
        return _wall(self.interval.end, self.zone) if self.interval else None


@dataclass(frozen=True, slots=True)
class OrientationPage:
    """One page of a list, newest first; `number` counts from 1."""

    items: tuple[OrientationFacts, ...]
    number: int
    has_next: bool


def proposed(*, actor: Actor, slot_id: int, day: date, now: datetime) -> Proposal | None:
    """The occurrence of a slot on its local `day`, as it stands at `now`; None when there is no such slot."""
    place_id = availability.place_of_slot(actor=actor, slot_id=slot_id)
    if place_id is None:
        return None
    agenda = availability.agendas(actor=actor, place_ids=[place_id], since=day)[place_id]
    slot = next((slot for slot in agenda.slots if slot.id == slot_id), None)
    found = occurrences_of(
        [slot] if slot else [],
        unavailable=agenda.unavailable,
        busy=agenda.busy,
        taken=agenda.taken,
        first=day,
        last=day,
        now=now,
    )
    entry = found[0] if found else None
    return Proposal(
        place_id=place_id,
        slot_id=slot_id,
        day=day,
        zone=slot.rule.zone if slot else "",
        interval=entry.interval if entry else None,
        modalities=slot.modalities if slot else Modality(0),
        taken=entry.taken if entry else 0,
        capacity=slot.patients if slot else None,
        refusal=_refusal(entry, now),
    )


def _wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _refusal(entry: AgendaEntry | None, now: datetime) -> TakeRefusal | None:
    if entry is None:
        return TakeRefusal.GONE
    if entry.until <= now:
        return TakeRefusal.EXPIRED
    if entry.unavailable:
        return TakeRefusal.UNAVAILABLE
    if entry.busy:
        return TakeRefusal.BUSY
    return TakeRefusal.FULL if entry.full else None


def mine(*, actor: Actor, page: int) -> OrientationPage:
    """A regulator's own orientations and those of his territories, PER_PAGE at a time (F-187)."""
    number = max(page, 1)
    first = (number - 1) * PER_PAGE
    rows = list(
        Orientation.objects.filter(rules.visible_to(actor)).order_by("-created_at", "-id")[first : first + PER_PAGE + 1]
    )
    return OrientationPage(_facts(rows[:PER_PAGE], actor=actor), number, len(rows) > PER_PAGE)


def one(*, actor: Actor, orientation_id: int) -> OrientationFacts | None:
    """One orientation, None when there is none that the actor may see.

    Seen: the regulator's own, those of his territories, those of a place the actor acts for.
    """
    row = Orientation.objects.filter(id=orientation_id).first()
    if row is None:
        return None
    refusals = (
        rules.may_cancel(actor, author_id=row.author_id, territories=row.author_territories),
        _may_read(actor, [row.place_id]),
    )
    return None if all(refusals) else _facts([row], actor=actor)[0]


def of_place(*, actor: Actor, place_id: int, first_day: date, last_day: date) -> tuple[OrientationFacts, ...]:
    """Orientations on a place's local days from `first_day` through `last_day`, by start. Raises Refused (F-187)."""
    if refusal := _may_read(actor, [place_id]):
        raise refusal
    rows = Orientation.objects.filter(place_id=place_id, day__range=(first_day, last_day)).order_by("start", "id")
    return _facts(list(rows), actor=actor)


def upcoming_counts(*, actor: Actor, place_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Patients still expected at each place (plages under way included); places without any are absent.

    Raises Refused unless the actor acts for all of the places.
    """
    if refusal := _may_read(actor, place_ids):
        raise refusal
    rows = Orientation.objects.filter(place_id__in=place_ids, end__gte=now, state=OrientationState.ORIENTED)
    return dict(rows.values_list("place_id").annotate(Count("id")))


def expected_during(
    *, actor: Actor, place_ids: Collection[int], indefinite: bool, periods: Sequence[Period], now: datetime
) -> tuple[OrientationFacts, ...]:
    """Patients still expected whom these unavailabilities would find there, en sus included, by start.

    What to list before an unavailability is confirmed. Raises Refused unless the actor acts for all of the places.
    """
    if refusal := _may_read(actor, place_ids):
        raise refusal
    holes = availability.would_hide(actor=actor, place_ids=place_ids, indefinite=indefinite, periods=periods, now=now)
    rows = Orientation.objects.filter(place_id__in=list(holes), end__gte=now, state=OrientationState.ORIENTED)
    found = [
        row
        for row in rows.order_by("start", "id")
        if any(hole.contains(max(row.start, now)) for hole in holes[row.place_id])
    ]
    return _facts(found, actor=actor)


def _may_read(actor: Actor, place_ids: Collection[int]) -> Refused | None:
    return rules.may_read_places(actor, acts_for_all=participation.acts_for_all(actor=actor, place_ids=place_ids))


def _facts(rows: list[Orientation], *, actor: Actor) -> tuple[OrientationFacts, ...]:
    if not rows:
        return ()
    places = directory.places(actor=actor, place_ids={row.place_id for row in rows})
    acted = participation.acted_for(actor=actor, place_ids=places)
    events = _last_events(row.id for row in rows)
    people = {row.author_id for row in rows} | {event.by_id for event in events.values() if event.by_id}
    names = accounts.names_of(actor=actor, user_ids=frozenset(people))
    return tuple(
        _one_fact(
            row,
            place=places[row.place_id],
            step=_step(events[row.id], names),
            author=names.get(row.author_id, ""),
            actor=actor,
            acts_for=row.place_id in acted,
        )
        for row in rows
    )


def _last_events(ids: Iterable[int]) -> dict[int, OrientationEvent]:
    newest = OrientationEvent.objects.filter(orientation_id__in=list(ids)).order_by("orientation_id", "-id")
    return {event.orientation_id: event for event in newest.distinct("orientation_id")}


def _step(event: OrientationEvent, names: dict[int, str]) -> Step:
    return Step(OrientationState(event.state), event.at, names.get(event.by_id or 0, ""), event.reason)


def _one_fact(
    row: Orientation, *, place: directory.PlaceFacts, step: Step, author: str, actor: Actor, acts_for: bool
) -> OrientationFacts:
    state = OrientationState(row.state)
    not_cancel = rules.may_cancel(actor, author_id=row.author_id, territories=row.author_territories)
    not_decline = rules.may_decline(acts_for=acts_for)
    elsewhere = rules.elsewhere_problem(row.kind, OrientationState.CANCELLED)
    return OrientationFacts(
        id=row.id,
        kind=OrientationKind(row.kind),
        state=state,
        place_id=row.place_id,
        place_name=place.name,
        place_address=place.address_line,
        slot_id=row.slot_id,
        day=row.day,
        start=row.start,
        end=row.end,
        time_zone=row.time_zone,
        modalities=Modality(row.modalities),
        taken=row.taken,
        capacity=row.capacity,
        author_id=row.author_id,
        author_name=author,
        author_territories=tuple(row.author_territories),
        created_at=row.created_at,
        last_step=step,
        may_cancel=OrientationState.CANCELLED in TRANSITIONS[state] and not (not_cancel or elsewhere),
        may_decline=OrientationState.DECLINED in TRANSITIONS[state] and not (not_decline or elsewhere),
    )
