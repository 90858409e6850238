"""What a place receives, as whoever acts for it sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min

from sas.actor import Actor
from sas.rooms.accounts import queries as accounts
from sas.rooms.directory import queries as directory
from sas.rooms.orientation import rules
from sas.rooms.orientation.enums import MARKS, NAMEABLE, TRANSITIONS, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationNotice
from sas.rooms.orientation.queries.facts import OrientationFacts, of_place
from sas.rooms.orientation.queries.members import member_names
from sas.rooms.participation import queries as participation

_SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Received:
    """An orientation at a place. `sas`: territories of its author when it was recorded, by their names of today.

    `marks`: what the actor may say of it now; `may_decline`: the actor may, and its hour has not come. `member`: who of
    the structure received the patient, "" while nobody is named, None at the place of a professional; `may_name`: the
    actor may say who.
    """

    facts: OrientationFacts
    sas: str
    marks: frozenset[OrientationState]
    may_decline: bool
    member: str | None
    may_name: bool

    @property
    def occasion(self) -> tuple[datetime, int]:
        """What tells an occurrence, or an hour en sus, from another: those received on it stand together."""
        return self.facts.start, self.facts.slot_id or 0

    @property
    def may_be_honoured(self) -> bool:
        """The actor may say that the patient came."""
        return OrientationState.HONOURED in self.marks

    @property
    def may_be_not_honoured(self) -> bool:
        """The actor may say that the patient did not come."""
        return OrientationState.NOT_HONOURED in self.marks


@dataclass(frozen=True, slots=True)
class Unmarked:
    """How many past orientations of a place wait to be said honoured or not, and the local day of the oldest."""

    count: int
    first_day: date


def received(*, actor: Actor, place_id: int, monday: date, now: datetime) -> tuple[Received, ...]:
    """The orientations of a place from `monday` through Sunday, by day, start and slot (F-087).

    Raises Refused to whoever may not read this place.
    """
    found = of_place(actor=actor, place_id=place_id, first_day=monday, last_day=monday + _SIX_DAYS)
    territories = {territory for one in found for territory in one.author_territories}
    names = directory.territory_names(actor=actor, territory_ids=territories)
    marked = _first_marks([one.id for one in found])
    acts_for = participation.acts_for_all(actor=actor, place_ids=[place_id])
    may_mark = rules.may_mark(actor, acts_for=acts_for) is None
    structure_id, may_name = _structure(actor, place_id)
    members = member_names(actor=actor, orientation_ids=[one.id for one in found]) if structure_id else {}
    shown = (
        Received(
            facts=one,
            sas=", ".join(sorted(names[each] for each in one.author_territories if each in names)),
            marks=_marks(one, first=marked.get(one.id), now=now) if may_mark else frozenset(),
            may_decline=one.may_decline and now < one.start,
            member=members.get(one.id, "") if structure_id else None,
            may_name=may_name and one.state in NAMEABLE,
        )
        for one in found
    )
    return tuple(sorted(shown, key=lambda one: (one.facts.day, *one.occasion, one.facts.id)))


def unmarked(*, actor: Actor, place_ids: Collection[int], now: datetime) -> dict[int, Unmarked]:
    """Begun orientations of these places that nobody said honoured or not; places without any are absent.

    Raises Refused unless the actor may read all of the places.
    """
    acts_for_all = participation.acts_for_all(actor=actor, place_ids=place_ids)
    if refusal := rules.may_read_places(actor, acts_for_all=acts_for_all):
        raise refusal
    rows = Orientation.objects.filter(place_id__in=place_ids, start__lte=now, state=OrientationState.ORIENTED)
    counted = rows.values_list("place_id").annotate(Count("id"), Min("day"))
    return {place: Unmarked(count, first_day) for place, count, first_day in counted}


def wants_notice(*, actor: Actor) -> bool:
    """Whether the actor is written at each orientation received or cancelled. Raises Refused to other roles."""
    if refusal := rules.may_choose_notice(actor):
        raise refusal
    assert actor.user_id is not None  # the rule saw to it
    return not OrientationNotice.objects.filter(user_id=actor.user_id, wanted=False).exists()


def _structure(actor: Actor, place_id: int) -> tuple[int | None, bool]:
    """The structure whose place it is (None: a professional's), and whether the actor manages it."""
    place = directory.places(actor=actor, place_ids=[place_id]).get(place_id)
    structure_id = place.addressed_structure_id if place else None
    managed = accounts.own_attachments(actor=actor).structure_ids if structure_id else frozenset()
    return structure_id, rules.may_name(structure_id, managed=managed) is None


def _first_marks(ids: Collection[int]) -> dict[int, datetime]:
    rows = OrientationEvent.objects.filter(orientation_id__in=ids, state__in=MARKS)
    return dict(rows.values_list("orientation_id").annotate(Min("at")))


def _marks(one: OrientationFacts, *, first: datetime | None, now: datetime) -> frozenset[OrientationState]:
    if rules.correction_problem(first_mark=first, now=now):
        return frozenset()
    reachable = TRANSITIONS[one.state] & MARKS
    return frozenset(to for to in reachable if not rules.move_problem(one.state, to, start=one.start, now=now))
