"""Many at once: exactly the capacity is recorded, everybody is told the truth, a form counts once (F-185, E33)."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from django.db import connections

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationRequest
from tests.factories import care

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
T = TypeVar("T")


def all_at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Results of calls that start at the same moment, each in a thread with a database connection of its own."""
    together = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T:
        together.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def orienting(actor: Actor, slot_id: int, now: datetime, key: UUID) -> Callable[[], operations.Outcome]:
    return lambda: operations.orient(actor=actor, key=key, slot_id=slot_id, day=TODAY, modality=None, now=now)


@pytest.mark.shows("F-185")
def test_forty_regulators_on_a_plage_of_ten(transactional_db: None, now: datetime) -> None:
    territory, place = care.territory(), care.doctor_place()
    plage = care.published(place=place, owner=care.keeper(place), day=TODAY, patients=10, now=now)
    keys = {uuid4(): care.regulator(territory) for _ in range(40)}
    told = dict(zip(keys, all_at_once([orienting(actor, plage, now, key) for key, actor in keys.items()]), strict=True))
    made = {key for key, outcome in told.items() if outcome.orientation_id}
    assert len(made) == Orientation.objects.count() == TakenPlaces.objects.get().taken == 10
    assert {outcome.refusal for key, outcome in told.items() if key not in made} == {"full"}
    kept = {row.key: operations.Outcome(row.orientation_id, row.refusal) for row in OrientationRequest.objects.all()}
    assert kept == told
    assert sorted(Orientation.objects.values_list("taken", flat=True)) == list(range(1, 11))


@pytest.mark.shows("F-185")
def test_two_regulators_and_the_last_place(transactional_db: None, now: datetime) -> None:
    territory, place = care.territory(), care.doctor_place()
    creneau = care.published(place=place, owner=care.keeper(place), day=TODAY, patients=None, now=now)
    told = all_at_once([orienting(care.regulator(territory), creneau, now, uuid4()) for _ in range(2)])
    assert sorted(outcome.refusal for outcome in told) == ["", "full"]


@pytest.mark.shows("F-184", "F-185")
def test_the_same_form_ten_times_at_once_counts_once(transactional_db: None, now: datetime) -> None:
    territory, place = care.territory(), care.doctor_place()
    plage = care.published(place=place, owner=care.keeper(place), day=TODAY, patients=10, now=now)
    told = all_at_once([orienting(care.regulator(territory), plage, now, uuid4())] * 10)
    assert len(set(told)) == Orientation.objects.count() == TakenPlaces.objects.get().taken == 1


def test_different_slots_of_one_place_do_not_block_each_other_for_ever(transactional_db: None, now: datetime) -> None:
    """Each act re-projects the whole place: they take turns on its agenda, and none ends in a deadlock."""
    territory, place = care.territory(), care.doctor_place()
    owner, regulator = care.keeper(place), care.regulator(territory)
    slots = [
        care.published(place=place, owner=owner, day=TODAY, start=time(12 + hour), end=time(13 + hour), now=now)
        for hour in range(5)
    ]
    told = all_at_once([orienting(regulator, slot, now, uuid4()) for slot in slots * 3])
    assert all(outcome.orientation_id for outcome in told)
    acts = [_cancelling(regulator, outcome.orientation_id or 0, now) for outcome in told]
    all_at_once([*acts, *(orienting(regulator, slot, now, uuid4()) for slot in slots)])
    kept = Orientation.objects.filter(state="oriented").count()
    assert kept == sum(TakenPlaces.objects.values_list("taken", flat=True))


def _cancelling(actor: Actor, orientation_id: int, now: datetime) -> Callable[[], None]:
    return lambda: operations.cancel(actor=actor, orientation_id=orientation_id, now=now)


def test_cancelled_and_declined_at_once_frees_one_place(transactional_db: None, now: datetime) -> None:
    territory, place = care.territory(), care.doctor_place()
    owner, regulator = care.keeper(place), care.regulator(territory)
    plage = care.published(place=place, owner=owner, day=TODAY, now=now)
    first, _ = (orienting(regulator, plage, now, uuid4())().orientation_id for _ in range(2))

    def attempt(act: Callable[[], None]) -> bool:
        try:
            act()
        except Impossible:
            return False
        return True

    acts = (
        _cancelling(regulator, first or 0, now),
        lambda: operations.decline(actor=owner, orientation_id=first or 0, reason="Absence", now=now),
    )
    assert sorted(all_at_once([lambda act=act: attempt(act) for act in acts])) == [False, True]
    assert TakenPlaces.objects.get().taken == 1
    assert OrientationEvent.objects.filter(orientation_id=first).count() == 2


@pytest.mark.long
@pytest.mark.shows("F-185")
@pytest.mark.parametrize(
    ("clients", "capacity", "cut"),
    [
        pytest.param(200, 50, False, id="two hundred while web workers are killed"),
        pytest.param(500, 100, True, id="five hundred while connections to the database are cut too"),
    ],
)
def test_regulators_at_once_are_told_the_truth_whatever_dies_meanwhile(clients: int, capacity: int, cut: bool) -> None:
    asked = ["--clients", str(clients), "--capacity", str(capacity), *(["--cut"] if cut else []), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.concurrent_orientations", *asked],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert (report["recorded"], report["told_recorded"]) == (capacity, capacity), report
    assert (report["told_full"], report["told_untruly"]) == (clients - capacity, 0), report
    assert report["exact"] and report["kills"] >= 3 and report["repeated"] > 0
    assert (report["cuts"] > 20 and report["cuts_of_busy"] > 0) is cut
