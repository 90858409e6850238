"""Whether a process lives, and whether it may be sent requests, as its supervisor and its proxy ask."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from sas import schema
from sas.web.kit import readiness

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """What a process found is kept for a second: no test reads another's."""
    readiness.in_the_way_at.cache_clear()
    yield
    readiness.in_the_way_at.cache_clear()


def reasons(client: Client) -> list[str]:
    answer = client.get("/health/ready")
    assert answer.status_code == 503 and answer["Cache-Control"] == "no-store"
    assert list(answer.json()) == ["statut", "raisons"] and answer.json()["statut"] == "indisponible"
    return list(answer.json()["raisons"])


def test_a_process_that_answers_lives_and_asks_the_database_nothing(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"statut": "vivant"})


def test_it_is_ready_when_the_database_answers_with_the_schema_of_the_code_and_the_same_time(client: Client) -> None:
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"statut": "prêt"})


def test_health_is_asked_without_a_proxy(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == client.get("/health/ready").status_code == 200
    assert client.get("/cgu").status_code == 301


def test_a_migration_that_the_database_lacks_makes_it_not_ready_and_one_more_does_not(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = schema.needed()
    monkeypatch.setattr(schema, "needed", lambda: known | {("offer", "9999_not_yet")})
    assert reasons(client) == [readiness.SCHEMA]
    monkeypatch.setattr(schema, "needed", lambda: frozenset({("journal", "0001_initial")}))
    readiness.in_the_way_at.cache_clear()
    assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize(("seconds", "told"), [(1.8, []), (-1.8, []), (2.5, ["2,5"]), (-3600, ["3600,0"])])
def test_a_clock_more_than_two_seconds_from_the_databases_makes_it_not_ready(
    seconds: float, told: list[str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = readiness._apart

    def shifted(there: Any, *, between: Any) -> float:
        # Between two equal moments: how long the question took would otherwise be taken off.
        return plain(between[0] + timedelta(seconds=seconds), between=(between[0], between[0]))

    monkeypatch.setattr(readiness, "_apart", shifted)
    answer = client.get("/health/ready")
    assert answer.json().get("raisons", []) == [readiness.CLOCK.format(one) for one in told]
    assert answer.status_code == (503 if told else 200)


def test_a_time_told_while_it_was_asked_is_no_shift(now: Any) -> None:
    """A slow answer is not a wrong clock."""
    later = now + timedelta(seconds=30)
    assert readiness._apart(now + timedelta(seconds=20), between=(now, later)) == 0
    assert readiness._apart(later + timedelta(seconds=4), between=(now, later)) == 4
    assert readiness._apart(now - timedelta(seconds=4), between=(now, later)) == 4


def test_a_database_that_fails_or_hangs_makes_it_not_ready_and_says_nothing_of_where_it_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise OperationalError(f"connection to {connection.settings_dict['HOST']} refused")

    monkeypatch.setattr(schema, "needed", away)
    assert reasons(client) == [readiness.SILENT]
    hanging = threading.Event()
    monkeypatch.setattr(schema, "needed", hanging.wait)
    monkeypatch.setattr(readiness, "ANSWERS_WITHIN", 0.05)
    try:
        for _ in range(3):
            readiness.in_the_way_at.cache_clear()
            assert reasons(client) == [readiness.SILENT]
        assert client.get("/health/live").status_code == 200
        assert readiness._asking._work_queue.qsize() <= 3
    finally:
        hanging.set()
