"""Who reads which orientations, and at what price."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.orientation import operations, queries
from sas.timetable.absence import Period
from tests.factories import care
from tests.rooms.orientation.conftest import TODAY, Scene


def sent(scene: Scene, now: datetime, by: Actor | None = None) -> int:
    local = datetime(2026, 11, 24, 18)
    made = operations.orient_surnumeraire(
        actor=by or scene.regulator, key=uuid4(), place_id=scene.place.id, local=local, now=now
    )
    assert made.orientation_id
    return made.orientation_id


def test_a_regulator_sees_his_own_and_those_of_his_territories(scene: Scene, now: datetime) -> None:
    elsewhere = care.regulator(care.territory(departements=("974",)))
    own, same = sent(scene, now), sent(scene, now + timedelta(minutes=1), care.regulator(scene.territory))
    other = sent(scene, now, elsewhere)
    seen = queries.mine(actor=scene.regulator, page=1)
    assert [item.id for item in seen.items] == [same, own]
    assert all(item.may_cancel and not item.may_decline for item in seen.items)
    assert [item.id for item in queries.mine(actor=elsewhere, page=1).items] == [other]
    assert queries.one(actor=scene.regulator, orientation_id=other) is None
    assert queries.mine(actor=scene.owner, page=1).items == ()


def test_pages_follow_each_other(scene: Scene, now: datetime) -> None:
    ids = [sent(scene, now) for _ in range(queries.PER_PAGE + 1)]
    first, second = (queries.mine(actor=scene.regulator, page=number) for number in (1, 2))
    assert [item.id for item in (*first.items, *second.items)] == ids[::-1]
    assert (first.has_next, second.has_next, len(second.items)) == (True, False, 1)
    assert queries.mine(actor=scene.regulator, page=0).number == 1


def test_a_place_reads_its_own_orientations(scene: Scene, now: datetime) -> None:
    made = sent(scene, now)
    week = {"place_id": scene.place.id, "first_day": TODAY, "last_day": TODAY + timedelta(days=6)}
    (seen,) = queries.of_place(actor=scene.owner, **week)  # type: ignore[arg-type]
    assert (seen.id, seen.may_decline, seen.may_cancel) == (made, True, False)
    week["last_day"] = date(2026, 11, 23)
    assert queries.of_place(actor=care.account(Role.ADMINISTRATEUR), **week) == ()  # type: ignore[arg-type]
    for somebody in (scene.regulator, care.keeper(care.doctor_place())):
        with pytest.raises(Refused):
            queries.of_place(actor=somebody, **week)  # type: ignore[arg-type]
    assert queries.one(actor=scene.owner, orientation_id=made) is not None
    assert queries.one(actor=scene.owner, orientation_id=10**9) is None


def test_patients_still_expected_are_counted(scene: Scene, now: datetime) -> None:
    sent(scene, now)
    operations.cancel(actor=scene.regulator, orientation_id=sent(scene, now), now=now)
    operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    count = {"place_ids": [scene.place.id]}
    assert queries.upcoming_counts(actor=scene.owner, now=now, **count) == {scene.place.id: 2}
    during = now + timedelta(hours=6)
    assert queries.upcoming_counts(actor=Actor.SYSTEM, now=during, **count) == {scene.place.id: 2}
    assert queries.upcoming_counts(actor=scene.owner, now=now + timedelta(days=2), **count) == {}
    with pytest.raises(Refused):
        queries.upcoming_counts(actor=care.keeper(care.doctor_place()), now=now, **count)


def test_one_or_three_cost_the_same_queries(scene: Scene, now: datetime) -> None:
    counts = []
    for size in (1, 3):
        while len(queries.mine(actor=scene.regulator, page=1).items) < size:
            sent(scene, now, care.regulator(scene.territory))
        with CaptureQueriesContext(connection) as captured:
            assert len(queries.mine(actor=scene.regulator, page=1).items) == size
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 4


@pytest.mark.shows("F-081")
def test_an_unavailability_lists_the_patients_it_would_find(scene: Scene, now: datetime) -> None:
    on_the_plage = operations.orient(
        actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now
    ).orientation_id
    en_sus = sent(scene, now)
    tomorrow = TODAY + timedelta(days=1)

    def during(*periods: Period, indefinite: bool = False, at: datetime = now) -> list[int]:
        asked = {"place_ids": [scene.place.id], "periods": periods, "indefinite": indefinite, "now": at}
        return [found.id for found in queries.expected_during(actor=scene.owner, **asked)]  # type: ignore[arg-type]

    assert during() == []
    assert during(indefinite=True) == [on_the_plage, en_sus]
    assert during(Period(TODAY, TODAY)) == [on_the_plage]
    assert during(Period(tomorrow, tomorrow), Period(tomorrow, TODAY)) == [en_sus]
    # Under way at 14h30 in Paris, the plage still expects its patient; at 16h00 it does not.
    assert during(Period(TODAY, TODAY), at=now.replace(hour=13, minute=30)) == [on_the_plage]
    assert during(Period(TODAY, TODAY), at=now.replace(hour=15, minute=1)) == []
    operations.cancel(actor=scene.regulator, orientation_id=en_sus, now=now)
    assert during(indefinite=True) == [on_the_plage]
    with pytest.raises(Refused):
        queries.expected_during(actor=scene.regulator, place_ids=[scene.place.id], indefinite=True, periods=(), now=now)
