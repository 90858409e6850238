"""Type 3: an IOA sends patients to those who take part in the reorientation package, on their slots."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import OrientationKind
from sas.rooms.orientation.models import Orientation
from tests.factories import care, houses
from tests.rooms.orientation.conftest import TODAY, Scene

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-181")]


def nurse(scene: Scene, *, takes_part: bool = True, also: tuple[Role, ...] = ()) -> Actor:
    hospital = houses.with_package(houses.house("establishment"), takes_part=takes_part)
    return houses.nurse_of(hospital, scene.territory, also=also)


def send(scene: Scene, by: Actor, now: datetime, **asked: bool) -> operations.Outcome:
    told = {"key": uuid4(), "slot_id": scene.plage, "day": TODAY, "modality": None}
    return operations.orient(actor=by, **told, **asked, now=now)  # type: ignore[arg-type]


def kinds() -> list[int]:
    return list(Orientation.objects.order_by("id").values_list("kind", flat=True))


def test_an_ioa_orients_follows_and_cancels_his_own(scene: Scene, now: datetime) -> None:
    care.with_package(scene.place)
    ioa = nurse(scene)
    made = send(scene, ioa, now).orientation_id or 0
    other = send(scene, scene.regulator, now).orientation_id or 0
    assert kinds() == [OrientationKind.REORIENTATION, OrientationKind.SLOT]
    found = queries.one(actor=ioa, orientation_id=made)
    assert found is not None and (found.taken, found.capacity, found.may_cancel) == (1, 3, True)
    assert [one.id for one in queries.mine(actor=ioa, page=1).items] == [made]
    assert [one.id for one in queries.mine(actor=scene.regulator, page=1).items] == [other, made]
    with pytest.raises(Refused):
        operations.cancel(actor=ioa, orientation_id=other, now=now)
    operations.cancel(actor=ioa, orientation_id=made, now=now)
    assert Orientation.objects.get(id=made).state == "cancelled"


def test_only_to_those_of_the_package_and_from_an_establishment_of_it(scene: Scene, now: datetime) -> None:
    with pytest.raises(Impossible, match="forfait de réorientation"):
        send(scene, nurse(scene), now)
    care.with_package(scene.place)
    for outside in (nurse(scene, takes_part=False), care.account(Role.IOA, territories=(scene.territory,))):
        with pytest.raises(Refused, match="établissement"):
            send(scene, outside, now)
    told = {"key": uuid4(), "place_id": scene.place.id, "local": datetime(2026, 11, 23, 18), "now": now}
    with pytest.raises(Refused):
        operations.orient_surnumeraire(actor=nurse(scene), **told)
    assert kinds() == []


def test_whoever_is_both_says_which_search_it_was(scene: Scene, now: datetime) -> None:
    care.with_package(scene.place)
    both = nurse(scene, also=(Role.REGULATEUR_OSNP,))
    send(scene, both, now)
    send(scene, both, now, with_package=True)
    send(scene, scene.regulator, now, with_package=True)
    assert kinds() == [OrientationKind.SLOT, OrientationKind.REORIENTATION, OrientationKind.SLOT]


def test_the_database_wants_a_slot_for_type_3(scene: Scene, now: datetime) -> None:
    care.with_package(scene.place)
    made = send(scene, nurse(scene), now).orientation_id
    with pytest.raises(IntegrityError, match="orientation_slot_by_kind"), transaction.atomic():
        Orientation.objects.filter(id=made).update(slot=None)
    with connection.cursor() as cursor:
        cursor.execute("select convalidated from pg_constraint where conname = 'orientation_slot_by_kind'")
        assert cursor.fetchall() == [(True,)]
