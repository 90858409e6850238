"""The read model made anew in the background: its progress is kept, and a death in the middle loses nothing (F-263)."""

from datetime import datetime, timedelta

import pytest

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.offer import operations, queries
from sas.rooms.offer.models import OfferCard, Rebuild
from tests.factories import care
from tests.factories.mail import run_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-263")]


@pytest.fixture
def admin() -> Actor:
    return care.account(Role.ADMINISTRATEUR)


def test_the_worker_rebuilds_every_place_and_says_so(admin: Actor, now: datetime) -> None:
    places = [care.doctor_place() for _ in range(3)]
    OfferCard.objects.all().delete()
    operations.ask_rebuild(actor=admin, now=now)
    (asked,) = queries.rebuilds(actor=admin, now=now)
    assert (asked.is_running, asked.done, asked.total, asked.ended_at) == (True, 0, 3, None)
    run_worker()
    (ended,) = queries.rebuilds(actor=admin, now=now)
    assert (ended.is_running, ended.done, ended.total) == (False, 3, 3)
    assert ended.ended_at and ended.ended_at > ended.started_at
    assert set(OfferCard.objects.values_list("place_id", flat=True)) == {place.id for place in places}
    assert operations.differences(actor=admin, now=ended.ended_at) == 0


def test_a_rebuild_that_lost_its_worker_goes_on_where_it_is(
    admin: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        care.doctor_place()
    monkeypatch.setattr(operations, "BATCH", 2)
    number = operations.ask_rebuild(actor=admin, now=now)
    assert operations.rebuild_step(actor=Actor.SYSTEM, rebuild_id=number, now=now)
    later = now + timedelta(minutes=11)
    (stopped,) = queries.rebuilds(actor=admin, now=later)
    assert (stopped.done, stopped.stalled) == (2, True)
    assert operations.ask_rebuild(actor=admin, now=later) == number
    run_worker()
    (ended,) = queries.rebuilds(actor=admin, now=later)
    assert (ended.done, ended.total, ended.is_running) == (3, 3, False)
    assert not operations.rebuild_step(actor=Actor.SYSTEM, rebuild_id=number, now=later)


def test_one_runs_at_a_time(admin: Actor, now: datetime) -> None:
    operations.ask_rebuild(actor=admin, now=now)
    with pytest.raises(Impossible, match="déjà en cours"):
        operations.ask_rebuild(actor=admin, now=now + timedelta(minutes=9))
    assert Rebuild.objects.count() == 1


def test_only_administrators_ask_and_only_the_platform_carries_out(admin: Actor, now: datetime) -> None:
    manager = care.account(Role.GESTIONNAIRE_COMPTES, territories=(care.territory(),))
    with pytest.raises(Refused):
        operations.ask_rebuild(actor=manager, now=now)
    with pytest.raises(Refused):
        queries.rebuilds(actor=manager, now=now)
    with pytest.raises(Refused):
        operations.rebuild_step(actor=admin, rebuild_id=1, now=now)


def test_nothing_to_rebuild_ends_at_once(admin: Actor, now: datetime) -> None:
    number = operations.ask_rebuild(actor=admin, now=now)
    assert not operations.rebuild_step(actor=Actor.SYSTEM, rebuild_id=number, now=now)
    assert queries.rebuilds(actor=admin, now=now)[0].ended_at == now
