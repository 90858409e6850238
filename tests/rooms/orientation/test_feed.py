"""What other calendars are shown of an agenda."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.adapters.calendars.values import CalendarEvent, PublishedCalendar
from sas.rooms.availability import operations as availability
from sas.rooms.calendars import operations as calendars
from sas.rooms.calendars import queries as ties
from sas.rooms.directory.models import Place
from sas.rooms.orientation import operations, queries
from tests.factories import agenda
from tests.rooms.orientation.conftest import TODAY, Scene


@pytest.fixture
def token(scene: Scene, now: datetime) -> str:
    return opened(scene, now)


def opened(scene: Scene, now: datetime) -> str:
    calendars.open_feed(actor=scene.owner, place_id=scene.place.id, now=now)
    feed = ties.synchronisation(actor=scene.owner, place_id=scene.place.id).feed
    assert feed is not None
    return feed.token


def read(token: str, now: datetime) -> PublishedCalendar:
    found = queries.feed(actor=Actor.NOBODY, token=token, now=now)
    assert found is not None
    return found


def told(token: str, now: datetime) -> list[tuple[str, str, bool]]:
    return [
        (f"{event.start:%d %H:%M}-{event.end:%H:%M}", event.summary, event.busy) for event in read(token, now).events
    ]


def orient(scene: Scene, slot_id: int, now: datetime) -> int:
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=slot_id, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


def test_availability_is_free_and_orientations_take_time(scene: Scene, token: str, now: datetime) -> None:
    creneau = agenda.publish(scene.place, day=TODAY, start=time(10), end=time(10, 15), patients=None)
    assert told(token, now) == [
        ("23 09:00-09:15", "SAS : créneau disponible (C)", False),
        ("23 13:00-15:00", "SAS : plage horaire, 0/3 patients (C)", False),
    ]
    orient(scene, creneau, now)
    orient(scene, scene.plage, now)
    operations.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=datetime(2026, 11, 23, 20, 0), now=now
    )
    assert told(token, now) == [
        ("23 09:00-09:15", "SAS : patient orienté", True),
        ("23 13:00-15:00", "SAS : plage horaire, 1/3 patients (C)", False),
        ("23 13:00-15:00", "SAS : patient orienté", True),
        ("23 19:00-19:15", "SAS : patient orienté en sus", True),
    ]


def test_what_is_cancelled_leaves_and_what_is_said_is_shown(scene: Scene, token: str, now: datetime) -> None:
    cancelled, came, not_came = (orient(scene, scene.plage, now) for _ in range(3))
    operations.cancel(actor=scene.regulator, orientation_id=cancelled, now=now)
    later = now + timedelta(hours=6)
    operations.mark(actor=scene.owner, orientation_id=came, honoured=True, now=later)
    operations.mark(actor=scene.owner, orientation_id=not_came, honoured=False, now=later)
    assert [summary for _, summary, _ in told(token, later)] == [
        "SAS : plage horaire, 2/3 patients (C)",
        "SAS : patient orienté – honorée",
        "SAS : patient orienté – non honorée",
    ]


def test_an_unavailability_stands_for_what_it_hides(scene: Scene, token: str, now: datetime) -> None:
    availability.set_unavailable(actor=scene.owner, place_id=scene.place.id, unavailable=True, now=now)
    (event,) = read(token, now + timedelta(hours=1)).events
    assert (event.summary, event.busy, event.start) == ("SAS : indisponible", True, now)
    assert event.end == datetime(2027, 1, 17, 23, 0, tzinfo=now.tzinfo)


def test_four_weeks_behind_and_eight_ahead_hours_of_the_wall(scene: Scene, token: str, now: datetime) -> None:
    start = datetime(2026, 10, 1, 8, 0, tzinfo=now.tzinfo)
    care_of = agenda.keeper([scene.place.id])
    weekly = agenda.draft(day=date(2026, 10, 5), weekdays=frozenset({1}), start=time(8), end=time(9))
    availability.publish(actor=care_of, place_id=scene.place.id, draft=weekly, now=start)
    mondays = [event.start for event in read(token, now).events if event.key.startswith("disponibilite-")]
    mondays = [moment for moment in mondays if moment.hour in {6, 7}]
    assert mondays[0] == datetime(2026, 10, 26, 7, 0, tzinfo=now.tzinfo)
    assert mondays[-1] == datetime(2027, 1, 11, 7, 0, tzinfo=now.tzinfo)
    assert len(mondays) == 12
    summer = read(token, datetime(2026, 10, 12, 8, 0, tzinfo=now.tzinfo)).events
    assert datetime(2026, 10, 19, 6, 0, tzinfo=now.tzinfo) in {event.start for event in summer}


def test_identifiers_last_and_the_date_of_change_follows_what_is_said(scene: Scene, token: str, now: datetime) -> None:
    def plage(at: datetime) -> CalendarEvent:
        return next(event for event in read(token, at).events if event.key.startswith("disponibilite-"))

    before, hour = plage(now), now + timedelta(hours=1)
    made = orient(scene, scene.plage, hour)
    after = plage(hour)
    assert (before.key, before.changed_at) == (f"disponibilite-{scene.plage}-20261123", now)
    assert (after.key, after.changed_at) == (before.key, hour)
    operations.cancel(actor=scene.regulator, orientation_id=made, now=hour + timedelta(hours=1))
    assert plage(hour).changed_at == hour + timedelta(hours=1)


@pytest.mark.shows("F-186")
def test_no_name_of_the_regulation_and_nothing_of_a_patient(scene: Scene, token: str, now: datetime) -> None:
    made = orient(scene, scene.plage, now)
    operations.orient_surnumeraire(
        actor=scene.regulator, key=uuid4(), place_id=scene.place.id, local=datetime(2026, 11, 24, 20, 0), now=now
    )
    declined = orient(scene, scene.plage, now)
    operations.decline(actor=scene.owner, orientation_id=declined, reason="Motif confidentiel", now=now)
    said = repr(read(token, now))
    assert str(made) in said
    for secret in (scene.regulator.name, scene.owner.name, "Motif", "Territoire", "@sas.example"):
        assert secret not in said


def test_a_renewed_or_closed_address_opens_nothing(scene: Scene, token: str, now: datetime) -> None:
    fresh = opened(scene, now)
    assert fresh != token
    assert queries.feed(actor=Actor.NOBODY, token=token, now=now) is None
    assert read(fresh, now).name == "SAS – Dr Claire MARTIN"
    calendars.close_feed(actor=scene.owner, place_id=scene.place.id, now=now)
    assert queries.feed(actor=Actor.NOBODY, token=fresh, now=now) is None


def test_a_place_that_closes_takes_its_address_away(scene: Scene, token: str, now: datetime) -> None:
    Place.objects.filter(id=scene.place.id).update(closed_at=now)
    assert queries.feed(actor=Actor.NOBODY, token=token, now=now) is None


def test_reading_costs_the_same_queries_at_any_size_and_one_for_a_wrong_token(
    scene: Scene, token: str, now: datetime
) -> None:
    costs = []
    for number in (1, 3):
        while len(read(token, now).events) < 1 + number:
            orient(scene, scene.plage, now)
        with CaptureQueriesContext(connection) as captured:
            assert len(read(token, now).events) == 1 + number
        costs.append(len(captured))
    assert costs[0] == costs[1]
    with CaptureQueriesContext(connection) as captured:
        assert queries.feed(actor=Actor.NOBODY, token="x" * 43, now=now) is None
    assert len(captured) == 1
