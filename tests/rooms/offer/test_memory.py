"""The memory of a web process follows what is committed, and steps aside when it is not sure."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction

from sas import changes
from sas.actor import Actor, Role
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.directory.models import Place
from sas.rooms.offer import operations, queries
from sas.rooms.offer.models import OfferCard
from sas.rooms.offer.queries import memory, names
from sas.rooms.offer.queries.arrays import EMPTY, merged, of_places
from sas.rooms.offer.queries.memory import MEMORY, Listener, Memory, asking
from tests.factories.offers import Wanted, around_rennes, open_slot, scatter

REGULATOR = Actor(user_id=1, roles=frozenset({Role.REGULATEUR_OSNP}))


@pytest.fixture
def clock() -> datetime:
    """The thread takes the database's clock."""
    return datetime.now(UTC)


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def rows_of(known: Memory, place: int) -> list[tuple[int, int]]:
    """Activity and number of openings of each row of a place."""
    snapshot = known._snapshot
    assert snapshot is not None
    return [
        (int(block.activity[row]), int(block.count[row]))
        for block, dead in ((snapshot.base, snapshot.dead), (snapshot.tail, None))
        for row in of_places(block, [place])
        if dead is None or not dead[row]
    ]


@pytest.fixture
def listened(transactional_db: None) -> Iterator[Memory]:
    known = Memory()
    listener = Listener(known)
    listener.start()
    assert within(20, lambda: known.current(datetime.now(UTC)) is not None)
    yield known
    listener.stop()


def test_what_is_committed_is_known_at_once_and_a_lost_connection_makes_it_unsure(
    listened: Memory, clock: datetime
) -> None:
    (place,) = scatter([Wanted(1, 0, opens_in_hours=5)], now=clock)
    assert within(5, lambda: [count for _, count in rows_of(listened, place)] == [1])
    open_slot(place, now=clock, hours=8)
    assert within(5, lambda: [count for _, count in rows_of(listened, place)] == [2])
    Place.objects.filter(id=place).update(closed_at=clock)
    with transaction.atomic():
        changes.place_changed([place], now=clock)
    assert within(5, lambda: rows_of(listened, place) == [])
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sas search memory'"
        )
        cursor.execute("set role sas_app")
    assert within(5, lambda: listened.current(clock) is None)
    assert within(20, lambda: listened.current(clock) is not None)


def test_ids_travel_in_messages_of_less_than_8000_bytes_and_a_bulk_load_in_one_mark() -> None:
    messages = operations._messages(range(10_000_000, 10_001_200))
    assert [len(message.split()) for message in messages] == [500, 500, 200]
    assert max(len(message) for message in messages) < 8000
    assert operations._messages(range(5001)) == ["*"]


@pytest.mark.django_db
def test_a_memory_refreshed_step_by_step_is_the_one_of_a_load(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    places = scatter([Wanted(at / 10, 0, opens_in_hours=at % 5 + 1) for at in range(6)], now=now)
    connection.ensure_connection()
    ask, stepped, whole = asking(connection.connection), Memory(), Memory()
    stepped.load(ask, now=now)
    monkeypatch.setattr(memory, "TAIL", 3)  # so that it becomes one block now and then
    for step, place in enumerate(places * 2):
        AgendaSlot.objects.filter(place_id=place).order_by("id").first().delete() if step % 4 == 3 else None
        open_slot(place, now=now, hours=step + 6)
        stepped.refresh(ask, [place, 999_999_999], now=now)
    whole.load(ask, now=now)
    for place in places:
        assert rows_of(stepped, place) == rows_of(whole, place)
    for known in (stepped, whole):
        known.holds_at(float("inf"))
    orders = []
    for known in (stepped, whole):
        monkeypatch.setattr(import_module("sas.rooms.offer.queries.search"), "MEMORY", known)
        result = queries.search(actor=REGULATOR, criteria=around_rennes(), now=now)
        assert result.counts is not None
        orders.append([card.place_id for card in result.cards])
    assert orders[0] == orders[1] != []


@pytest.mark.shows("F-141")
@pytest.mark.django_db
def test_names_are_proposed_from_memory_and_those_that_came_since_its_load_too(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Memory()
    known.holds_at(float("inf"))
    scatter([Wanted(1, 0)], now=now)
    connection.ensure_connection()
    ask = asking(connection.connection)
    known.load(ask, now=now)

    def proposed(typed: str) -> tuple[str, ...]:
        return queries.suggest_what(actor=REGULATOR, text=typed, now=now)

    by_database = [proposed(typed) for typed in ("martin", "claire martain", "dr cl")]
    monkeypatch.setattr(names, "MEMORY", known)
    assert [proposed(typed) for typed in ("martin", "claire martain", "dr cl")] == by_database
    assert by_database == [("Dr Claire MARTIN",)] * 3
    (other,) = scatter([Wanted(2, 0)], now=now)
    OfferCard.objects.filter(place_id=other).update(title="Dr Zoé ZYGMUNT", title_key="dr zoe zygmunt")
    assert proposed("zygmunt") == ()
    for _ in range(2):  # what is known by name is not kept twice
        known.refresh(ask, [other], now=now)
        snapshot = known.current(now)
        assert snapshot and (len(snapshot.titles.loaded), len(snapshot.titles.since)) == (1, 1)
    assert (proposed("zygmunt"), proposed("zoe zygmznt"), proposed("martin")[0]) == (
        ("Dr Zoé ZYGMUNT",), ("Dr Zoé ZYGMUNT",), "Dr Claire MARTIN",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_memory_that_is_empty_stale_or_too_short_is_not_used(now: datetime) -> None:
    known = Memory()
    known.holds_at(float("inf"))
    assert known.current(now) is None
    connection.ensure_connection()
    known.load(asking(connection.connection), now=now)
    assert known.current(now + timedelta(hours=96)) is not None
    assert known.current(now + timedelta(hours=97)) is None
    known.holds_at(time.monotonic() - 1.5)
    assert known.current(now) is None
    assert (known.is_due(now + timedelta(hours=12)), known.is_due(now + timedelta(hours=13))) == (False, True)


def test_tests_and_commands_have_no_memory() -> None:
    assert MEMORY.current(datetime.now(UTC)) is None
    assert merged(EMPTY, EMPTY, kept=EMPTY.place > 0).nbytes == 0
