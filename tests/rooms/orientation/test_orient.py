"""Orienting on a slot or a plage: capacity, refusals, one outcome per form."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.availability.operations import delete_occurrence, set_unavailable
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import OrientationKind, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent, OrientationRequest
from sas.timetable.modality import Modality
from tests.factories import care
from tests.rooms.orientation.conftest import TODAY, Scene


def orient(scene: Scene, now: datetime, **changes: object) -> operations.Outcome:
    asked = {
        "actor": scene.regulator,
        "key": uuid4(),
        "slot_id": scene.plage,
        "day": TODAY,
        "modality": None,
        "now": now,
    }
    return operations.orient(**(asked | changes))  # type: ignore[arg-type]


def taken(slot_id: int, day: date = TODAY) -> int:
    row = TakenPlaces.objects.filter(slot_id=slot_id, day=day).first()
    return row.taken if row else 0


@pytest.mark.shows("F-181")
def test_a_plage_counts_its_patients_one_at_a_time(scene: Scene, now: datetime) -> None:
    counted = []
    for _ in range(3):
        made = queries.one(actor=scene.regulator, orientation_id=orient(scene, now).orientation_id or 0)
        assert made is not None
        counted.append((made.taken, made.capacity))
    assert counted == [(1, 3), (2, 3), (3, 3)]
    assert taken(scene.plage) == 3


@pytest.mark.shows("F-180")
def test_a_creneau_receives_one_patient(scene: Scene, now: datetime) -> None:
    creneau = care.published(
        place=scene.place, owner=scene.owner, day=TODAY, start=time(11), end=time(11, 15), patients=None, now=now
    )
    made = queries.one(actor=scene.regulator, orientation_id=orient(scene, now, slot_id=creneau).orientation_id or 0)
    assert made is not None
    assert (made.kind, made.capacity, made.modalities) == (OrientationKind.SLOT, None, Modality.OFFICE)
    assert made.local_start == datetime(2026, 11, 23, 11, 0)
    assert orient(scene, now, slot_id=creneau) == operations.Outcome(None, "full")


@pytest.mark.shows("F-185")
def test_a_full_plage_refuses_and_records_nothing(scene: Scene, now: datetime) -> None:
    for _ in range(3):
        orient(scene, now)
    assert orient(scene, now) == operations.Outcome(None, "full")
    assert Orientation.objects.count() == 3
    assert AuditEntry.objects.filter(verb="orient_refused", details={"refusal": "full"}).count() == 1


def test_a_passed_creneau_a_deleted_one_and_an_unavailable_place_say_so(scene: Scene, now: datetime) -> None:
    after = now + timedelta(hours=9)
    assert orient(scene, after).refusal == "expired"
    assert orient(scene, now, day=TODAY + timedelta(days=1)).refusal == "gone"
    assert orient(scene, now, slot_id=10**9).refusal == "gone"
    set_unavailable(actor=scene.owner, place_id=scene.place.id, unavailable=True, now=now)
    assert orient(scene, now).refusal == "unavailable"
    set_unavailable(actor=scene.owner, place_id=scene.place.id, unavailable=False, now=now)
    delete_occurrence(actor=scene.owner, place_id=scene.place.id, slot_id=scene.plage, day=TODAY, now=now)
    assert orient(scene, now).refusal == "gone"
    assert Orientation.objects.count() == 0


def test_a_plage_under_way_still_receives(scene: Scene, now: datetime) -> None:
    assert orient(scene, now + timedelta(hours=6)).orientation_id


def test_the_proposal_says_what_the_operation_would(scene: Scene, now: datetime) -> None:
    before = queries.proposed(actor=scene.regulator, slot_id=scene.plage, day=TODAY, now=now)
    assert before is not None and before.local_start is not None
    assert (before.refusal, before.taken, before.capacity, before.local_start.hour) == (None, 0, 3, 14)
    for expected in (None, None, "full"):
        orient(scene, now)
        found = queries.proposed(actor=scene.regulator, slot_id=scene.plage, day=TODAY, now=now)
        assert found is not None and found.refusal == expected
    late = queries.proposed(actor=scene.regulator, slot_id=scene.plage, day=TODAY, now=now + timedelta(hours=9))
    assert late is not None and late.refusal == "expired"
    tomorrow = queries.proposed(actor=scene.regulator, slot_id=scene.plage, day=TODAY + timedelta(days=1), now=now)
    assert tomorrow is not None and tomorrow.refusal == "gone"
    assert queries.proposed(actor=scene.regulator, slot_id=10**9, day=TODAY, now=now) is None


def test_several_ways_of_receiving_ask_for_a_choice(scene: Scene, now: datetime) -> None:
    both = care.published(
        place=scene.place, owner=scene.owner, day=TODAY, modalities=Modality.OFFICE | Modality.VIDEO, now=now
    )
    for wrong in (None, Modality.HOME, Modality.OFFICE | Modality.VIDEO):
        with pytest.raises(Impossible) as error:
            orient(scene, now, slot_id=both, modality=wrong)
        assert error.value.field == "modality"
    assert taken(both) == 0
    made = orient(scene, now, slot_id=both, modality=Modality.VIDEO)
    assert Orientation.objects.get(id=made.orientation_id).modalities == Modality.VIDEO


@pytest.mark.shows("F-184")
def test_a_repeated_form_gets_its_first_outcome(scene: Scene, now: datetime) -> None:
    key = uuid4()
    first = orient(scene, now, key=key)
    assert orient(scene, now + timedelta(minutes=5), key=key) == first
    assert Orientation.objects.count() == taken(scene.plage) == 1


def test_a_refusal_is_remembered_too(scene: Scene, now: datetime) -> None:
    made = [orient(scene, now) for _ in range(3)]
    key = uuid4()
    assert orient(scene, now, key=key).refusal == "full"
    operations.cancel(actor=scene.regulator, orientation_id=made[0].orientation_id or 0, now=now)
    assert orient(scene, now, key=key).refusal == "full"
    assert orient(scene, now).orientation_id


def test_a_key_serves_its_author_and_one_request(scene: Scene, now: datetime) -> None:
    key = uuid4()
    orient(scene, now, key=key)
    with pytest.raises(Refused):
        orient(scene, now, key=key, actor=care.regulator(scene.territory))
    with pytest.raises(Impossible):
        orient(scene, now, key=key, day=TODAY + timedelta(days=7))
    with pytest.raises(Impossible):
        operations.orient_surnumeraire(
            actor=scene.regulator, key=key, place_id=scene.place.id, local=datetime(2026, 11, 23, 18), now=now
        )
    assert Orientation.objects.count() == 1


def test_an_impossible_request_leaves_its_key_free(scene: Scene, now: datetime) -> None:
    both = care.published(
        place=scene.place, owner=scene.owner, day=TODAY, modalities=Modality.OFFICE | Modality.VIDEO, now=now
    )
    key = uuid4()
    with pytest.raises(Impossible):
        orient(scene, now, slot_id=both, key=key)
    assert orient(scene, now, slot_id=both, key=key, modality=Modality.OFFICE).orientation_id


@pytest.mark.parametrize(
    "roles", [[Role.EFFECTEUR], [Role.IOA], [Role.ADMINISTRATEUR], [Role.GESTIONNAIRE_COMPTES], [Role.DELEGATAIRE]]
)
def test_only_a_regulator_orients(scene: Scene, now: datetime, roles: list[Role]) -> None:
    somebody = care.account(*roles, territories=(scene.territory,))
    for attempt in (
        lambda: orient(scene, now, actor=somebody),
        lambda: operations.orient_surnumeraire(
            actor=somebody, key=uuid4(), place_id=scene.place.id, local=datetime(2026, 11, 23, 18), now=now
        ),
    ):
        with pytest.raises(Refused):
            attempt()
    assert OrientationRequest.objects.count() == 0


def test_nobody_orients_without_an_account(scene: Scene, now: datetime) -> None:
    with pytest.raises(Refused):
        orient(scene, now, actor=Actor.NOBODY)


def test_a_closed_place_receives_nobody(scene: Scene, now: datetime) -> None:
    type(scene.place).objects.filter(id=scene.place.id).update(closed_at=now)
    with pytest.raises(Impossible):
        orient(scene, now)
    assert taken(scene.plage) == 0


@pytest.mark.shows("F-186")
def test_nothing_that_is_kept_can_hold_a_patient(scene: Scene, now: datetime) -> None:
    """The only free text of the room is the reason of a decline; the rest are ids, codes, dates and numbers."""
    text = {
        f"{model.__name__}.{field.name}": field.max_length
        for model in (Orientation, OrientationEvent, OrientationRequest)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"CharField", "TextField", "JSONField"}
    }
    assert text == {
        "Orientation.state": 9,
        "Orientation.time_zone": 40,
        "Orientation.distance_band": 4,
        "OrientationEvent.state": 9,
        "OrientationEvent.reason": 300,
        "OrientationRequest.asked": 80,
        "OrientationRequest.refusal": 40,
    }
    made = orient(scene, now)
    trace = AuditEntry.objects.get(verb="orient", subject_id=str(made.orientation_id))
    assert trace.details == {"kind": 1, "place": scene.place.id, "slot": scene.plage, "day": "2026-11-23"}
    assert (trace.user_id, trace.at) == (scene.regulator.user_id, now)
    event = OrientationEvent.objects.get(orientation_id=made.orientation_id)
    assert (event.state, event.by_id, event.at, event.reason) == (
        OrientationState.ORIENTED, scene.regulator.user_id, now, "",
    )  # fmt: skip
