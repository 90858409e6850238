"""Facts of days: when they are counted, what a later count adds, what the database refuses, what editors told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations as orientation
from sas.rooms.orientation.enums import DelayBand, OrientationState
from sas.rooms.participation.enums import Via
from sas.rooms.participation.models import ProfessionalSettings
from sas.rooms.piloting import operations, queries
from sas.rooms.piloting.enums import ScopeKind, Source
from sas.rooms.piloting.models import AvailabilityFact, CountedDay, OrientationFact, ParticipationFact
from sas.rooms.piloting.operations import Counted
from sas.rooms.piloting.queries import COUNTRY, OrientationFigures, Period, Scope
from tests.factories import care, editor_slots
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]

DAY = date(2026, 10, 13)
NIGHT = datetime(2026, 10, 14, 4, 15, tzinfo=UTC)
ADMINISTRATOR = Actor(None, frozenset({Role.ADMINISTRATEUR}))


@pytest.fixture
def place() -> Place:
    return care.doctor_place()


@pytest.fixture
def made(place: Place) -> int:
    """An orientation of the day, of which nothing is said yet."""
    sent = Sent(place, datetime(2026, 10, 13, 10, 0), "oriented")
    return send([sent], author=care.regulator(care.territory()))[0]


def keep_up(now: datetime) -> Counted:
    return operations.keep_up(actor=Actor.SYSTEM, now=now)


def told(scope: Scope = COUNTRY, *, first: date = DAY, last: date = DAY) -> OrientationFigures:
    return queries.orientations(actor=ADMINISTRATOR, scope=scope, period=Period(first, last))


def versions() -> list[tuple[int, list[int]]]:
    return list(OrientationFact.objects.filter(area="d35").order_by("version").values_list("version", "states"))


def test_a_day_is_counted_the_night_after_then_a_week_after_and_no_more_often(place: Place, made: int) -> None:
    assert keep_up(NIGHT).days == 1
    assert keep_up(NIGHT) == Counted(0, 0, 0)
    assert (told().coverage.counted, told().coverage.provisional) == ((DAY,), 1)
    assert keep_up(NIGHT + timedelta(days=1)).days == 1
    assert keep_up(NIGHT + timedelta(days=6)).days == 6
    looks = dict(CountedDay.objects.filter(looks__gt=0).order_by("day").values_list("day", "looks"))
    assert list(looks.values()) == [2, 1, 1, 1, 1, 1, 1]
    assert versions() == [(1, [1, 0, 0, 0, 0])]
    week = told(first=DAY - timedelta(days=2), last=DAY + timedelta(days=3)).coverage
    assert (len(week.counted), week.provisional, week.missing) == (4, 3, 2)


def test_a_late_change_adds_a_version_that_holds_the_difference_and_is_read(place: Place, made: int) -> None:
    keep_up(NIGHT)
    assert told().total.by_state[OrientationState.ORIENTED] == 1
    orientation.mark(actor=care.keeper(place), orientation_id=made, honoured=False, now=NIGHT)
    territory = Scope(ScopeKind.TERRITORY, care.territory(departements=("35", "22")))
    assert told(territory).total.no_shows == 0
    week_after = NIGHT + timedelta(days=6)
    keep_up(week_after)
    assert versions() == [(1, [1, 0, 0, 0, 0]), (2, [-1, 0, 0, 0, 1])]
    for scope in (COUNTRY, territory):
        found = told(scope).total
        assert (found.total, found.no_shows, found.marked) == (1, 1, 1)
        # It was recorded a day before its start, to the second: a band ends before its bound.
        assert found.by_delay == {one: int(one == DelayBand.TWO_DAYS) for one in DelayBand}


def test_counting_again_is_for_the_platform_and_for_days_that_are_over(place: Place, made: int) -> None:
    for person in (care.account(Role.ADMINISTRATEUR), Actor.NOBODY):
        with pytest.raises(Refused):
            operations.keep_up(actor=person, now=NIGHT)
        with pytest.raises(Refused):
            operations.recompute(actor=person, period=Period(DAY, DAY), now=NIGHT)
    with pytest.raises(Impossible, match="une fois fini"):
        operations.recompute(actor=Actor.SYSTEM, period=Period(DAY, DAY + timedelta(days=1)), now=NIGHT)
    recompute = {"actor": Actor.SYSTEM, "period": Period(DAY, DAY)}
    first = operations.recompute(**recompute, now=NIGHT)
    assert operations.recompute(**recompute, now=NIGHT) == Counted(1, 0, 0)
    orientation.mark(actor=care.keeper(place), orientation_id=made, honoured=True, now=NIGHT)
    assert operations.recompute(**recompute, now=NIGHT).facts == 2
    traces = AuditEntry.objects.filter(verb="count_day").order_by("id")
    assert [trace.details for trace in traces] == [{"day": "2026-10-13", "facts": n} for n in (first.facts, 0, 2)]


def test_what_a_day_no_longer_holds_comes_to_nothing_and_no_version_is_rewritten(place: Place, made: int) -> None:
    keep_up(NIGHT)
    ProfessionalSettings.objects.filter(professional_id=place.professional_id).update(via=Via.NONE)
    operations.recompute(actor=Actor.SYSTEM, period=Period(DAY, DAY), now=NIGHT)
    rows = ParticipationFact.objects.filter(area="c").order_by("version").values_list("ways", "specialties")
    activity = str(place.activities[0])
    assert list(rows) == [([1, 0, 0, 0], {activity: 1}), ([-1, 0, 0, 0], {activity: -1})]
    found = queries.participation(actor=ADMINISTRATOR, scope=COUNTRY, period=Period(DAY, DAY))
    assert found.last and (found.last.total, found.by_specialty) == (0, ())
    with pytest.raises(ProgrammingError), transaction.atomic():
        OrientationFact.objects.update(version=9)


def test_a_platform_never_counted_catches_up_latest_first_a_part_each_night(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sas.rooms.piloting.operations.counting.A_NIGHT", 3)
    send([Sent(place, datetime(2026, 10, 9, 10, 0), "fulfilled")], author=care.regulator(care.territory()))
    turns = [keep_up(NIGHT) for _ in range(3)]
    assert [(turn.days, turn.due) for turn in turns] == [(3, 2), (2, 0), (0, 0)]
    days = CountedDay.objects.filter(looks=1).order_by("counted_at", "-day").values_list("day__day", flat=True)
    assert list(days) == [13, 12, 11, 10, 9]
    assert told(first=date(2026, 10, 9)).total.total == 1


def test_what_editors_tell_of_tomorrow_is_noted_once_and_kept_when_the_day_is_counted() -> None:
    by = editor_slots.reached(editor_slots.editor())
    fed = editor_slots.doctor(by.endpoint.editor_id, now=NIGHT)
    tomorrow = datetime(2026, 10, 15, 7, 0, tzinfo=UTC)
    slots = [editor_slots.free(tomorrow), editor_slots.free(tomorrow + timedelta(hours=1), minutes=30)]
    later = editor_slots.free(tomorrow + timedelta(days=1))
    editor_slots.told(editor_slots.site(fed, *slots, later), by=by, now=NIGHT)
    keep_up(NIGHT)
    noted = AvailabilityFact.objects.filter(source=Source.EDITOR)
    then = noted.order_by("area").values_list("area", "day", "minutes", "places")
    assert list(then) == [(area, date(2026, 10, 15), 45, 2) for area in ("c", "d35")]
    editor_slots.told(editor_slots.site(fed, slots[0]), by=by, now=NIGHT + timedelta(hours=2))
    assert keep_up(NIGHT + timedelta(hours=3)).facts == 0
    keep_up(NIGHT + timedelta(days=2))
    found = queries.availability(actor=ADMINISTRATOR, scope=COUNTRY, period=Period(DAY, date(2026, 10, 15)))
    by_day = {one.day.day: (one.editors_known, one.counts.places[Source.EDITOR]) for one in found.days}
    assert by_day == {13: (False, 0), 14: (False, 0), 15: (True, 2)}
    assert (found.total.total_minutes, found.total.minutes[Source.EDITOR]) == (45, 45)
