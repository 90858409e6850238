"""The read model never says otherwise than the rooms below, whatever happened and in whatever order."""

import contextlib
import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection

from sas.actor import Actor, Role
from sas.changes import Count
from sas.errors import Impossible
from sas.rooms.availability import operations as availability
from sas.rooms.availability.enums import TakeRefusal
from sas.rooms.availability.models import Agenda, AgendaSlot, TakenPlaces
from sas.rooms.directory.models import Place
from sas.rooms.offer import operations
from sas.timetable.absence import Period
from sas.timetable.modality import Modality
from sas.timetable.plans import Terms
from tests.factories.offers import Wanted, open_slot, scatter

pytestmark = pytest.mark.django_db


def rows() -> list[list[tuple[object, ...]]]:
    """The three tables as they stand."""
    with connection.cursor() as cursor:
        found = []
        for table in ("offer_offerrank", "offer_offercard", "offer_offeropening"):
            cursor.execute(f"select * from {table} order by place_id, 2, 3")
            found.append(cursor.fetchall())
    return found


@pytest.mark.shows("F-071", "F-263")
@pytest.mark.parametrize("seed", range(6))
def test_rows_kept_step_by_step_are_the_rows_of_a_rebuild(seed: int, now: datetime) -> None:
    chance = random.Random(seed)
    places = scatter([Wanted(1, at, opens_in_hours=chance.choice([None, 3, 40])) for at in range(3)], now=now)
    for step in range(12):
        _act(chance, chance.choice(places), now + timedelta(minutes=step))
    later = now + timedelta(minutes=12)
    operations.sweep(actor=Actor.SYSTEM, now=later)
    assert operations.differences(actor=Actor.SYSTEM, now=later) == 0
    kept = rows()
    assert kept[0], "the sample must not be empty"
    operations.rebuild(actor=Actor.SYSTEM, now=later)
    assert rows() == kept


def _act(chance: random.Random, place: int, now: datetime) -> None:
    doctor = Actor(user_id=None, roles=frozenset({Role.EFFECTEUR}), places=frozenset({place}))
    slot = chance.choice([*AgendaSlot.objects.filter(place_id=place).order_by("id"), None])
    match chance.randrange(8):
        case 0:
            open_slot(place, now=now, hours=chance.randrange(1, 60), patients=chance.choice([None, 2]))
        case 1 | 2 if slot:
            _take_or_give_back(chance, slot, doctor, now=now)
        case 3 if slot:
            with contextlib.suppress(Impossible):
                availability.delete_occurrence(
                    actor=doctor, place_id=place, slot_id=slot.id, day=slot.first_day, now=now
                )
        case 4 if slot:
            terms = Terms(slot.first_day, time(6), time(7), 2, Modality.VIDEO)
            seen = str(Agenda.objects.get(place_id=place).version)
            with contextlib.suppress(Impossible):
                availability.edit_occurrence(
                    actor=doctor, place_id=place, slot_id=slot.id, day=slot.first_day, terms=terms, seen=seen, now=now
                )
        case 5:
            first = now.date() + timedelta(days=chance.randrange(4))
            period = Period(first, first + timedelta(days=chance.randrange(5)))
            availability.save_unavailability(
                actor=doctor, place_ids=[place], indefinite=False, periods=[period], versions={}, now=now
            )
        case 6:
            availability.set_unavailable(actor=doctor, place_id=place, unavailable=chance.random() < 0.5, now=now)
        case _:
            availability.save_additional_info(actor=doctor, place_id=place, text=str(chance.random()), now=now)


@pytest.mark.shows("F-071", "F-185")
@pytest.mark.parametrize("seed", range(4))
def test_places_taken_and_given_back_leave_the_rows_of_a_rebuild(seed: int, now: datetime) -> None:
    chance = random.Random(seed)
    (place,) = scatter([Wanted(1, 1)], now=now)
    slots = [open_slot(place, now=now, hours=hour, patients=chance.choice([None, 1, 2, 3])) for hour in (1, 2, 3, 30)]
    taken: list[int] = []
    for _ in range(40):
        if taken and chance.random() < 0.5:
            slot = taken.pop(chance.randrange(len(taken)))
            availability.free_place(actor=Actor.SYSTEM, slot_id=slot, day=day_of(slot), now=now)
        else:
            slot = chance.choice(slots)
            made = availability.take_place(actor=Actor.SYSTEM, slot_id=slot, day=day_of(slot), now=now)
            taken += [] if isinstance(made, TakeRefusal) else [slot]
        kept = rows()
        operations.rebuild(actor=Actor.SYSTEM, now=now)
        assert rows() == kept


def day_of(slot: int) -> date:
    return AgendaSlot.objects.get(id=slot).first_day


@pytest.mark.parametrize("others", [1, 3])
def test_a_count_reads_nothing_else_of_its_place(
    others: int, now: datetime, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    (place,) = scatter([Wanted(1, 1)], now=now)
    shown, *_ = [open_slot(place, now=now, hours=hour, patients=3) for hour in range(1, 2 + others)]
    day = day_of(shown)
    with django_assert_num_queries(3):
        operations.recount(actor=Actor.SYSTEM, count=Count(place, shown, day, taken=2), now=now)
    with django_assert_num_queries(5):
        operations.recount(actor=Actor.SYSTEM, count=Count(place, shown, day, taken=3), now=now)
    with django_assert_num_queries(12):
        operations.recount(actor=Actor.SYSTEM, count=Count(place, shown, day, taken=2), now=now)


def _take_or_give_back(chance: random.Random, slot: AgendaSlot, doctor: Actor, *, now: datetime) -> None:
    about = {"actor": doctor, "slot_id": slot.id, "day": slot.first_day, "now": now}
    if chance.random() < 0.5 and TakenPlaces.objects.filter(slot=slot, taken__gt=0).exists():
        availability.free_place(**about)
    else:
        availability.take_place(**about)


def test_a_difference_is_counted_and_a_rebuild_mends_it(now: datetime) -> None:
    places = scatter([Wanted(1, at, opens_in_hours=3) for at in range(3)], now=now)
    with connection.cursor() as cursor:
        cursor.execute("update offer_offerrank set participates = false where place_id = %s", [places[0]])
        cursor.execute("delete from offer_offeropening where place_id = %s", [places[1]])
    Place.objects.filter(id=places[2]).update(closed_at=now)
    assert operations.differences(actor=Actor.SYSTEM, now=now) == 3
    operations.rebuild(actor=Actor.SYSTEM, now=now)
    assert operations.differences(actor=Actor.SYSTEM, now=now) == 0


@pytest.mark.django_db(transaction=True)
def test_a_projection_outside_a_transaction_is_refused(now: datetime) -> None:
    with pytest.raises(RuntimeError):
        operations.project_places(actor=Actor.SYSTEM, place_ids=[1], now=now)


def test_a_sweep_moves_on_to_the_next_opening(now: datetime) -> None:
    (place,) = scatter([Wanted(1, 1, opens_in_hours=1)], now=now)
    open_slot(place, now=now, hours=5)
    assert operations.sweep(actor=Actor.SYSTEM, now=now) == 0
    assert operations.sweep(actor=Actor.SYSTEM, now=now + timedelta(hours=2)) == 1
    with connection.cursor() as cursor:
        cursor.execute("select first_start from offer_offerrank where place_id = %s", [place])
        assert cursor.fetchone()[0] == now + timedelta(hours=5)
