"""Orienting outside the availability: who receives en sus, when."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from sas.errors import Impossible
from sas.rooms.availability.operations import set_unavailable
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.models import Orientation
from sas.rooms.participation.enums import Via
from tests.factories import care
from tests.rooms.orientation.conftest import Scene


def en_sus(scene: Scene, local: datetime, now: datetime, **changes: object) -> operations.Outcome:
    asked = {"actor": scene.regulator, "key": uuid4(), "place_id": scene.place.id, "local": local, "now": now}
    return operations.orient_surnumeraire(**(asked | changes))  # type: ignore[arg-type]


@pytest.mark.shows("F-182")
def test_a_patient_is_sent_en_sus_at_a_date_and_hour(scene: Scene, now: datetime) -> None:
    outcome = en_sus(scene, datetime(2026, 11, 24, 18, 15), now)
    made = queries.one(actor=scene.regulator, orientation_id=outcome.orientation_id or 0)
    assert made is not None
    assert made.en_sus and made.slot_id is None and made.capacity is None
    assert made.start == made.end == datetime(2026, 11, 24, 17, 15, tzinfo=UTC)
    assert made.local_start == datetime(2026, 11, 24, 18, 15)


@pytest.mark.shows("F-182")
@pytest.mark.parametrize(
    ("local", "field"),
    [
        (datetime(2026, 11, 22, 18), "day"),
        (datetime(2027, 11, 26, 18), "day"),
        (datetime(2026, 11, 23, 9, 0), "time"),
        (datetime(2026, 11, 23, 8, 45), "time"),
        (datetime(2026, 11, 23, 18, 10), "time"),
        (datetime(2026, 11, 23, 18, 0, 30), "time"),
        (datetime(2026, 11, 23, 23, 58), "time"),
    ],
)
def test_dates_and_hours_that_do_not_fit(scene: Scene, now: datetime, local: datetime, field: str) -> None:
    with pytest.raises(Impossible) as error:
        en_sus(scene, local, now)
    assert error.value.field == field
    assert Orientation.objects.count() == 0


@pytest.mark.parametrize(
    "local", [datetime(2026, 11, 23, 9, 15), datetime(2026, 11, 23, 23, 59), datetime(2026, 11, 24, 0, 0)]
)
def test_from_the_next_quarter_on_until_23h59(scene: Scene, now: datetime, local: datetime) -> None:
    assert en_sus(scene, local, now).orientation_id


def test_today_is_the_day_at_the_place(db: None, now: datetime) -> None:
    """At 21:00 UTC it is already tomorrow, 1:00, in La Réunion."""
    territory = care.territory(departements=("974",))
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    scene = Scene(territory, place, care.keeper(place), care.regulator(territory), 0)
    late = now.replace(hour=21)
    with pytest.raises(Impossible) as error:
        en_sus(scene, datetime(2026, 11, 23, 23, 45), late)
    assert error.value.field == "day"
    made = en_sus(scene, datetime(2026, 11, 24, 1, 15), late)
    assert Orientation.objects.get(id=made.orientation_id).start == datetime(2026, 11, 23, 21, 15, tzinfo=UTC)


def test_only_places_that_receive_en_sus(scene: Scene, now: datetime) -> None:
    through_none = care.doctor_place(via=Via.NONE)
    with pytest.raises(Impossible, match="en sus"):
        en_sus(scene, datetime(2026, 11, 23, 18), now, place_id=through_none.id)
    with pytest.raises(Impossible):
        en_sus(scene, datetime(2026, 11, 23, 18), now, place_id=10**9)


def test_an_unavailable_place_receives_nobody(scene: Scene, now: datetime) -> None:
    set_unavailable(actor=scene.owner, place_id=scene.place.id, unavailable=True, now=now)
    assert en_sus(scene, datetime(2026, 11, 23, 18), now) == operations.Outcome(None, "unavailable")


def test_a_repeated_form_gets_its_first_outcome(scene: Scene, now: datetime) -> None:
    key, local = uuid4(), datetime(2026, 11, 23, 18)
    assert en_sus(scene, local, now, key=key) == en_sus(scene, local, now + timedelta(hours=12), key=key)
    with pytest.raises(Impossible, match="déjà servi"):
        en_sus(scene, local + timedelta(hours=1), now, key=key)
    assert Orientation.objects.count() == 1


def test_cancelled_and_declined_like_the_others(scene: Scene, now: datetime) -> None:
    first, second = (en_sus(scene, datetime(2026, 11, 23, 18), now).orientation_id for _ in range(2))
    operations.cancel(actor=scene.regulator, orientation_id=first or 0, now=now)
    operations.decline(actor=scene.owner, orientation_id=second or 0, reason="Cabinet fermé", now=now)
    states = Orientation.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == ["cancelled", "declined"]
