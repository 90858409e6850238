"""The stream as it runs: its own process, real notifications of PostgreSQL, over the loopback."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.factories import live
from tests.factories.live import Listening, Process

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def stream(django_db_setup: None, django_db_blocker: object) -> Iterator[Process]:
    with live.process() as started:
        yield started


@pytest.fixture
def clock() -> datetime:
    return datetime.now(UTC)


def listening(stream: Process, now: datetime, **headers: str) -> Listening:
    return Listening(
        stream.port, live.ticket(now=now), {name.replace("_", "-"): told for name, told in headers.items()}
    )


def test_what_commits_reaches_every_page_and_what_is_undone_reaches_none(stream: Process, clock: datetime) -> None:
    with listening(stream, clock) as one, listening(stream, clock) as other:
        with transaction.atomic():
            live.announce("13")
            transaction.set_rollback(True)
        live.announce("7 12")
        told = [page.until("12") - {"*"} for page in (one, other)]
    assert told == [{"7", "12"}] * 2
    assert one.status == 200
    assert one.answered["content-type"] == "text/event-stream"
    assert one.answered["access-control-allow-origin"] == live.ORIGIN
    assert one.answered["cache-control"] == "no-store"


def test_a_page_that_comes_back_is_told_what_it_missed(stream: Process, clock: datetime) -> None:
    with listening(stream, clock) as page:
        live.announce("21")
        page.until("21")
    live.announce("22")
    live.announce("23")
    with listening(stream, clock, Last_Event_ID=page.last) as page:
        assert page.until("23") == {"22", "23"}
    with listening(stream, clock, Last_Event_ID="another-life") as page:
        assert page.next() == ("message", {"*"})


def test_without_a_good_ticket_or_from_another_site_nobody_listens(stream: Process, clock: datetime) -> None:
    with listening(stream, clock - timedelta(minutes=6)) as late, Listening(stream.port, "1.2:forged") as forged:
        assert (late.status, forged.status) == (401, 401)
    assert stream.answers("/direct") == 401
    assert stream.answers("/autre") == 404


def test_the_stream_ends_with_its_ticket(stream: Process, clock: datetime) -> None:
    nearly_over = clock - timedelta(minutes=4, seconds=58)
    with listening(stream, nearly_over) as page:
        page.to_its_end()
    assert page.status == 200


def test_a_lost_database_lets_the_pages_go_and_they_may_come_back(stream: Process, clock: datetime) -> None:
    with listening(stream, clock) as page:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
            cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sas live'")
            cursor.execute("set role sas_app")
        page.to_its_end()
    stream.until(200)
    with listening(stream, clock, Last_Event_ID=page.last or "x") as page:
        assert page.next() == ("message", {"*"})
