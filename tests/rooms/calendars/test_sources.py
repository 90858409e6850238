"""A private calendar read in the background: what it hides, what is kept of it, what failing says."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.actor import Actor, Role
from sas.adapters.calendars import client
from sas.adapters.calendars.values import Fetched
from sas.errors import Impossible, Refused
from sas.rooms.availability import queries as agendas
from sas.rooms.calendars import operations, queries
from sas.rooms.calendars.enums import ReadFailure
from sas.rooms.calendars.models import BusyTime, CalendarSource
from sas.rooms.directory.models import Place
from sas.rooms.journal.models import AuditEntry
from sas.rooms.offer import operations as offer
from sas.rooms.orientation import operations as orientations
from sas.rooms.orientation import queries as orientation_queries
from sas.timetable.interval import Interval
from tests.factories import care
from tests.factories.calendars import PRIVATE, CalendarServer, calendar_server, private_calendar
from tests.factories.mail import run_worker
from tests.web.calendar.reading import offered

__all__ = ["calendar_server"]
pytestmark = pytest.mark.django_db
THREE_PM = "20261123T140000Z/PT1H"


@dataclass
class Tied:
    """A place whose private calendar stands on the server: `read` reads it as the worker does."""

    place: Place
    owner: Actor
    server: CalendarServer
    now: datetime

    def read(self, at: datetime | None = None) -> None:
        operations.read_source(actor=Actor.SYSTEM, place_id=self.place.id, now=at or self.now)

    @property
    def source(self) -> queries.SourceFacts:
        source = queries.synchronisation(actor=self.owner, place_id=self.place.id).source
        assert source is not None
        return source

    def publish(self, start: time, end: time) -> int:
        return care.published(
            place=self.place, owner=self.owner, day=self.now.date(), start=start, end=end, now=self.now
        )


@pytest.fixture
def place() -> Place:
    return care.doctor_place()


@pytest.fixture
def owner(place: Place) -> Actor:
    return care.keeper(place)


@pytest.fixture
def tied(place: Place, owner: Actor, calendar_server: CalendarServer, now: datetime) -> Tied:
    calendar_server.content = private_calendar(THREE_PM)
    operations.set_source(actor=owner, place_id=place.id, address=calendar_server.address, now=now)
    return Tied(place, owner, calendar_server, now)


def test_slots_that_meet_a_busy_time_are_no_longer_offered_and_come_back(tied: Tied, now: datetime) -> None:
    for start, end in ((time(14), time(15)), (time(14, 45), time(15, 15)), (time(15), time(16)), (time(16), time(17))):
        tied.publish(start, end)
    every = ["14h00 – 15h00", "14h45 – 15h15", "15h00 – 16h00", "16h00 – 17h00"]
    assert offered(tied.place, now) == every
    tied.read()
    assert queries.busy_times(actor=tied.owner, place_ids=[tied.place.id]) == {
        tied.place.id: (Interval(now + timedelta(hours=6), now + timedelta(hours=7)),)
    }
    assert offered(tied.place, now) == ["14h00 – 15h00", "16h00 – 17h00"]
    week = agendas.week(actor=tied.owner, place_id=tied.place.id, monday=now.date(), now=now)
    assert [entry.busy for entry in week.entries] == [False, True, True, False]
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0
    tied.server.content = private_calendar()
    tied.read()
    assert offered(tied.place, now) == every
    assert offer.differences(actor=Actor.SYSTEM, now=now) == 0


def test_a_patient_is_not_oriented_on_a_busy_time(tied: Tied, now: datetime) -> None:
    slot = tied.publish(time(15), time(16))
    regulator = care.regulator(care.territory())
    tied.read()
    asked = {"slot_id": slot, "day": now.date(), "now": now}
    proposal = orientation_queries.proposed(actor=regulator, **asked)
    assert proposal is not None
    assert proposal.refusal == "busy"
    outcome = orientations.orient(actor=regulator, key=uuid4(), modality=None, **asked)
    assert outcome == orientations.Outcome(None, "busy")
    operations.remove_source(actor=tied.owner, place_id=tied.place.id, now=now)
    assert orientations.orient(actor=regulator, key=uuid4(), modality=None, **asked).orientation_id


@pytest.mark.django_db(transaction=True)
def test_only_busy_times_are_kept_in_the_whole_database(tied: Tied) -> None:
    """The worker reads it, as in production, with a clock of its own; then every value of every table is searched."""
    tied.server.content = private_calendar(f"{datetime.now(UTC) + timedelta(hours=2):%Y%m%dT%H%M%SZ}/PT1H")
    run_worker()
    assert BusyTime.objects.filter(place_id=tied.place.id).count() == 1
    assert tied.server.asked
    hidden = (*PRIVATE, "private-42", "secret-0", "Monique")
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert {"calendars_busytime", "journal_audit_entry", "procrastinate_jobs"} <= set(tables)
        for table in tables:
            cursor.execute(f'select t::text from "{table}" t')
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert not [secret for secret in hidden if secret in rows], table


def test_unchanged_is_asked_as_such_until_its_recurrences_must_go_on(tied: Tied, now: datetime) -> None:
    tied.server.etag = '"v1"'
    tied.read()
    before = AuditEntry.objects.count()
    tied.read(now + timedelta(minutes=15))
    assert tied.server.asked[-1]["If-None-Match"] == '"v1"'
    assert (AuditEntry.objects.count(), BusyTime.objects.count()) == (before, 1)
    assert tied.source.read_at == now + timedelta(minutes=15)
    tied.read(now + timedelta(days=6, minutes=1))
    assert "If-None-Match" not in tied.server.asked[-1]


def test_a_calendar_that_says_the_same_changes_nothing(tied: Tied, now: datetime) -> None:
    tied.read()
    with CaptureQueriesContext(connection) as captured:
        tied.read(now + timedelta(minutes=15))
    assert not [one["sql"] for one in captured if "offer_" in one["sql"] or "journal" in one["sql"]]


@pytest.mark.parametrize(
    ("content", "status", "failure"),
    [
        (b"<html>", 200, ReadFailure.NOT_A_CALENDAR),
        (b"", 404, ReadFailure.REFUSED),
        (b"", 500, ReadFailure.UNREACHABLE),
        (b"x" * 2_000_001, 200, ReadFailure.TOO_LARGE),
    ],
)
def test_a_failure_is_told_and_what_was_known_stays(
    tied: Tied, content: bytes, status: int, failure: ReadFailure
) -> None:
    tied.read()
    tied.server.content, tied.server.status = content, status
    later = tied.now + timedelta(minutes=15)
    tied.read(later)
    assert tied.source == queries.SourceFacts("127.0.0.1", tied.now, later, tied.now, failure)
    assert BusyTime.objects.count() == 1
    tied.server.content, tied.server.status = private_calendar(), 200
    tied.read(later)
    assert tied.source.failure is None
    assert BusyTime.objects.count() == 0


def test_it_waits_longer_after_each_failure_and_half_a_day_at_most(tied: Tied, now: datetime) -> None:
    waits = []
    tied.server.status = 500
    for _ in range(8):
        tied.read()
        waits.append((CalendarSource.objects.get().next_read_at - now) // timedelta(minutes=15))
    assert waits == [2, 4, 8, 16, 32, 48, 48, 48]
    tied.server.status = 200
    tied.read()
    assert CalendarSource.objects.get().next_read_at == now + timedelta(minutes=15)


def test_only_what_is_due_is_queued_and_once(place: Place, owner: Actor, now: datetime) -> None:
    others = [care.doctor_place() for _ in range(2)]
    for one in (place, *others):
        address = "https://agenda.example/a"
        keeper = owner if one == place else care.keeper(one)
        operations.set_source(actor=keeper, place_id=one.id, address=address, now=now)
    ProcrastinateJob.objects.all()._raw_delete("default")
    CalendarSource.objects.filter(place=others[1]).update(next_read_at=now + timedelta(hours=1))
    due = now + timedelta(minutes=15)
    assert operations.plan_reads(actor=Actor.SYSTEM, now=due - timedelta(seconds=1)) == 0
    assert operations.plan_reads(actor=Actor.SYSTEM, now=due) == 2
    assert operations.plan_reads(actor=Actor.SYSTEM, now=due) == 0
    jobs = ProcrastinateJob.objects.values_list("task_name", "args")
    assert sorted(args["place_id"] for _, args in jobs) == sorted([place.id, others[0].id])
    assert {name for name, _ in jobs} == {"sas.worker.tasks.read_calendar"}


def test_a_calendar_replaced_while_it_was_read_leaves_nothing(tied: Tied) -> None:
    def fetch(address: str, **validators: str) -> Fetched:
        CalendarSource.objects.update(sealed_address="another")
        return Fetched(private_calendar(THREE_PM), "", "")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client, "fetch", fetch)
        tied.read()
    assert BusyTime.objects.count() == 0
    assert CalendarSource.objects.get().tried_at is None


@pytest.mark.parametrize(
    "address", ["", "http://agenda.example/a", "https://user:word@agenda.example/a", "https://agenda.example:8080/a"]
)
def test_an_address_that_is_not_to_be_asked(place: Place, owner: Actor, now: datetime, address: str) -> None:
    with pytest.raises(Impossible) as raised:
        operations.set_source(actor=owner, place_id=place.id, address=address, now=now)
    assert raised.value.field == "address"
    assert CalendarSource.objects.count() == 0


def test_an_inner_address_is_told_as_such_when_it_is_read(place: Place, owner: Actor, now: datetime) -> None:
    operations.set_source(actor=owner, place_id=place.id, address="https://localhost/a", now=now)
    operations.read_source(actor=Actor.SYSTEM, place_id=place.id, now=now)
    source = queries.synchronisation(actor=owner, place_id=place.id).source
    assert source is not None
    assert source.failure is ReadFailure.FORBIDDEN


def test_another_secret_key_asks_for_the_address_again(tied: Tied, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    tied.read()
    assert tied.source.failure is ReadFailure.ADDRESS_LOST


def test_who_may_and_what_is_traced(place: Place, owner: Actor, now: datetime) -> None:
    address = "https://agenda.example/secret-42"
    for somebody in (care.keeper(care.doctor_place()), care.account(Role.ADMINISTRATEUR), Actor.SYSTEM, Actor.NOBODY):
        with pytest.raises(Refused):
            operations.set_source(actor=somebody, place_id=place.id, address=address, now=now)
        with pytest.raises(Refused):
            operations.remove_source(actor=somebody, place_id=place.id, now=now)
    for attempt in (operations.plan_reads, operations.read_source):
        with pytest.raises(Refused):
            attempt(actor=owner, now=now, **({"place_id": place.id} if attempt is operations.read_source else {}))
    operations.set_source(actor=owner, place_id=place.id, address=address, now=now)
    operations.remove_source(actor=owner, place_id=place.id, now=now)
    with pytest.raises(Impossible):
        operations.remove_source(actor=owner, place_id=place.id, now=now)
    traces = AuditEntry.objects.filter(subject_id=str(place.id), subject="place").order_by("id")
    assert list(traces.values_list("verb", "details")) == [("set_calendar_source", {}), ("remove_calendar_source", {})]


def test_three_places_cost_the_queries_of_one(now: datetime) -> None:
    places = [care.doctor_place() for _ in range(3)]
    BusyTime.objects.bulk_create(
        BusyTime(place=place, start=now + timedelta(hours=hour), end=now + timedelta(hours=hour, minutes=30))
        for place in places
        for hour in range(3)
    )
    for number in (1, 3):
        with CaptureQueriesContext(connection) as captured:
            found = queries.busy_times(actor=Actor.SYSTEM, place_ids=[place.id for place in places[:number]])
        assert (len(captured), [len(times) for times in found.values()]) == (1, [3] * number)
