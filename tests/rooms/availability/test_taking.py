"""Taking and freeing places, alone and against others."""

import threading
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability import operations, queries
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.availability.operations import TakenPlace, TakeRefusal
from sas.rooms.journal import queries as journal
from sas.timetable.modality import Modality
from sas.timetable.plans import Plan
from tests.factories.agenda import TUESDAY, keeper, make_place, publish

WEEK = timedelta(days=7)


def take(slot_id: int, now: datetime, day: date = TUESDAY) -> TakenPlace | TakeRefusal:
    with transaction.atomic():
        return operations.take_place(actor=Actor.SYSTEM, slot_id=slot_id, day=day, now=now)


def free(slot_id: int, now: datetime) -> None:
    with transaction.atomic():
        operations.free_place(actor=Actor.SYSTEM, slot_id=slot_id, day=TUESDAY, now=now)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run every act in its own thread and connection; what each returned or raised."""
    outcomes: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=10)
            outcomes[number] = acts[number]()
        except Exception as error:  # noqa: BLE001  the outcome of an act may be an error
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


@pytest.mark.django_db
def test_a_place_taken_says_what_was_taken(now: datetime) -> None:
    place = make_place()
    slot = publish(place, modalities=Modality.OFFICE | Modality.VIDEO)
    first, second = take(slot, now), take(slot, now)
    assert isinstance(first, TakenPlace)
    assert isinstance(second, TakenPlace)
    assert (first.place_id, first.slot_id, first.day, first.zone) == (place.id, slot, TUESDAY, "Europe/Paris")
    assert first.interval.duration == timedelta(hours=3)
    assert first.modalities == Modality.OFFICE | Modality.VIDEO
    assert [(one.taken, one.capacity) for one in (first, second)] == [(1, 3), (2, 3)]
    entry = queries.week(actor=keeper([place.id]), place_id=place.id, monday=TUESDAY - timedelta(1), now=now).entries[0]
    assert (entry.taken, entry.capacity) == (2, 3)
    verbs = [t.verb for t in journal.traces_of(actor=Actor.SYSTEM, subject="place", subject_id=place.id)]
    assert verbs == ["take_place", "take_place", "publish_slot"]


@pytest.mark.django_db
def test_a_creneau_is_for_one_patient_and_a_freed_place_is_offered_again(now: datetime) -> None:
    slot = publish(make_place(), end=time(9, 15), patients=None)
    taken = take(slot, now)
    assert isinstance(taken, TakenPlace)
    assert taken.capacity is None
    assert take(slot, now) is TakeRefusal.FULL
    free(slot, now)
    assert isinstance(take(slot, now), TakenPlace)


@pytest.mark.django_db
def test_each_occurrence_has_its_own_places(now: datetime) -> None:
    slot = publish(make_place(), patients=1, weekdays=frozenset({2}))
    assert isinstance(take(slot, now), TakenPlace)
    assert isinstance(take(slot, now, TUESDAY + WEEK), TakenPlace)
    assert take(slot, now) is TakeRefusal.FULL


@pytest.mark.django_db
def test_what_is_deleted_or_was_never_is_gone(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    assert take(slot, now, TUESDAY + timedelta(days=1)) is TakeRefusal.GONE
    operations.delete_occurrence(actor=keeper([place.id]), place_id=place.id, slot_id=slot, day=TUESDAY, now=now)
    assert take(slot, now) is TakeRefusal.GONE
    assert take(0, now) is TakeRefusal.GONE


@pytest.mark.django_db
def test_a_creneau_expires_at_its_start_and_a_plage_at_its_end(now: datetime) -> None:
    place = make_place()
    creneau = publish(place, end=time(9, 15), patients=None)
    plage = publish(place)
    nine, noon = datetime(2026, 11, 24, 8, tzinfo=now.tzinfo), datetime(2026, 11, 24, 11, tzinfo=now.tzinfo)
    assert take(creneau, nine) is TakeRefusal.EXPIRED
    assert isinstance(take(plage, nine), TakenPlace)
    assert take(plage, noon) is TakeRefusal.EXPIRED


@pytest.mark.django_db
def test_the_database_refuses_more_places_than_the_capacity(now: datetime) -> None:
    slot = publish(make_place(), patients=1)
    take(slot, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        TakenPlaces.objects.filter(slot_id=slot).update(taken=2)


@pytest.mark.django_db
def test_freeing_what_nobody_took_is_a_fault(now: datetime) -> None:
    slot = publish(make_place())
    with pytest.raises(RuntimeError, match="no place"):
        free(slot, now)


@pytest.mark.django_db(transaction=True)
def test_taking_and_freeing_refuse_to_stand_alone(now: datetime) -> None:
    slot = publish(make_place())
    for verb in (operations.take_place, operations.free_place):
        with pytest.raises(RuntimeError, match="inside the transaction"):
            verb(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY, now=now)


@pytest.mark.shows("F-185")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("patients", "takers"), [(None, 2), (1, 2), (3, 8)])
def test_takers_of_the_last_place_never_exceed_the_capacity(patients: int | None, takers: int, now: datetime) -> None:
    slot = publish(make_place(), patients=patients)
    outcomes = at_once(*[lambda: take(slot, now)] * takers)
    places = patients or 1
    assert sorted(o.taken for o in outcomes if isinstance(o, TakenPlace)) == list(range(1, places + 1))
    assert outcomes.count(TakeRefusal.FULL) == takers - places
    assert TakenPlaces.objects.get(slot_id=slot).taken == places


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["delete_occurrence", "delete_series_from"])
def test_deleting_while_somebody_takes_leaves_one_truth(verb: str, now: datetime) -> None:
    for _ in range(3):
        place = make_place()
        slot = publish(place, weekdays=frozenset({2}))
        act = {"actor": keeper([place.id]), "place_id": place.id, "slot_id": slot, "day": TUESDAY, "now": now}
        taken, deleted = at_once(partial(take, slot, now), partial(getattr(operations, verb), **act))
        entries = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id].taken
        week = queries.week(actor=act["actor"], place_id=place.id, monday=TUESDAY - timedelta(1), now=now)
        if isinstance(taken, TakenPlace):
            # Alone, the occurrence stays; its series goes on without it, leaving it where it is.
            assert isinstance(deleted, Impossible) == (verb == "delete_occurrence")
            assert entries == {(slot, TUESDAY): 1}
            assert [entry.day for entry in week.entries] == [TUESDAY]
        else:
            assert taken == TakeRefusal.GONE
            assert isinstance(deleted, Plan)
            assert (entries, week.entries) == ({}, ())


@pytest.mark.django_db(transaction=True)
def test_a_deletion_waits_for_the_taker_that_holds_the_agenda(now: datetime) -> None:
    place = make_place()
    slot = publish(place)
    act = {"actor": keeper([place.id]), "place_id": place.id, "slot_id": slot, "day": TUESDAY, "now": now}
    outcome: list[object] = []
    with transaction.atomic():
        operations.take_place(actor=Actor.SYSTEM, slot_id=slot, day=TUESDAY, now=now)
        thread = threading.Thread(target=lambda: outcome.extend(at_once(lambda: operations.delete_occurrence(**act))))
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=10)
    assert isinstance(outcome[0], Impossible)


@pytest.mark.django_db(transaction=True)
def test_the_first_changes_of_an_agenda_may_come_together(now: datetime) -> None:
    place = make_place()
    act = {"actor": keeper([place.id]), "place_id": place.id, "now": now}
    outcomes = at_once(
        lambda: operations.save_additional_info(**act, text="Sonner"),
        lambda: operations.set_unavailable(**act, unavailable=True),
    )
    assert outcomes == [None, None]
    kept = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]
    assert (kept.additional_info, kept.unavailable_since) == ("Sonner", now)
