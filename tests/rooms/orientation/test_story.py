"""Cancelled by the regulation, declined by the effecteur: who may, until when, and what comes of it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused
from sas.rooms.availability.models import TakenPlaces
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation import operations, queries
from sas.rooms.orientation.enums import TRANSITIONS, OrientationState
from sas.rooms.orientation.models import Orientation, OrientationEvent
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.rooms.orientation.conftest import TODAY, Scene


@pytest.fixture
def oriented(scene: Scene, now: datetime) -> int:
    """One patient on the plage."""
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


def taken(scene: Scene) -> int:
    return TakenPlaces.objects.get(slot_id=scene.plage, day=TODAY).taken


def state(orientation_id: int) -> str:
    return Orientation.objects.get(id=orientation_id).state


def test_its_author_cancels_and_the_place_is_free_again(scene: Scene, oriented: int, now: datetime) -> None:
    operations.cancel(actor=scene.regulator, orientation_id=oriented, now=now)
    assert (state(oriented), taken(scene)) == ("cancelled", 0)
    story = OrientationEvent.objects.filter(orientation_id=oriented).order_by("id").values_list("state", "by_id")
    assert list(story) == [("oriented", scene.regulator.user_id), ("cancelled", scene.regulator.user_id)]
    assert AuditEntry.objects.filter(verb="cancel_orientation", subject_id=str(oriented)).count() == 1


def test_a_regulator_of_the_same_territory_cancels(scene: Scene, oriented: int, now: datetime) -> None:
    colleague = care.regulator(scene.territory, care.territory(departements=("56",)))
    operations.cancel(actor=colleague, orientation_id=oriented, now=now)
    assert state(oriented) == "cancelled"


def test_the_territories_of_the_author_are_those_of_that_day(scene: Scene, oriented: int, now: datetime) -> None:
    """Moving the author to another territory later does not hand the orientation over."""
    elsewhere = care.territory(departements=("974",))
    moved = Actor(scene.regulator.user_id, scene.regulator.roles, territories=frozenset({elsewhere}))
    newcomer = care.regulator(elsewhere)
    with pytest.raises(Refused):
        operations.cancel(actor=newcomer, orientation_id=oriented, now=now)
    operations.cancel(actor=moved, orientation_id=oriented, now=now)


@pytest.mark.parametrize("roles", [[Role.REGULATEUR_OSNP], [Role.IOA], [Role.ADMINISTRATEUR], [Role.EFFECTEUR]])
def test_others_cannot_cancel(scene: Scene, oriented: int, now: datetime, roles: list[Role]) -> None:
    """A regulator of another territory; and any other role, even of the same one."""
    own = roles == [Role.REGULATEUR_OSNP]
    territory = care.territory(departements=("974",)) if own else scene.territory
    with pytest.raises(Refused):
        operations.cancel(actor=care.account(*roles, territories=(territory,)), orientation_id=oriented, now=now)
    with pytest.raises(Refused):
        operations.cancel(actor=scene.owner, orientation_id=oriented, now=now)
    assert (state(oriented), taken(scene)) == ("oriented", 1)


def test_nothing_moves_once_the_hour_has_come(scene: Scene, oriented: int, now: datetime) -> None:
    start = now + timedelta(hours=5)
    for attempt in (
        lambda: operations.cancel(actor=scene.regulator, orientation_id=oriented, now=start),
        lambda: operations.decline(actor=scene.owner, orientation_id=oriented, reason="Absence", now=start),
    ):
        with pytest.raises(Impossible, match="passée"):
            attempt()
    operations.cancel(actor=scene.regulator, orientation_id=oriented, now=start - timedelta(seconds=1))


def test_the_effecteur_declines_with_a_reason(scene: Scene, oriented: int, now: datetime) -> None:
    operations.decline(actor=scene.owner, orientation_id=oriented, reason="  Panne de\n véhicule ", now=now)
    assert (state(oriented), taken(scene)) == ("declined", 0)
    facts = queries.one(actor=scene.regulator, orientation_id=oriented)
    assert facts is not None
    assert (facts.last_step.reason, facts.last_step.by) == ("Panne de véhicule", scene.owner.name)
    mail, job = OutgoingMail.objects.latest("id"), ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.args) == ("sas.worker.tasks.send_mail", {"mail_id": mail.id})
    assert (mail.kind, mail.user_id) == ("orientation_declined", scene.regulator.user_id)
    assert "Panne" not in str(AuditEntry.objects.get(verb="decline_orientation").details)


def test_a_decline_that_fails_leaves_no_mail_to_send(scene: Scene, oriented: int, now: datetime) -> None:
    with pytest.raises(Impossible) as missing:
        operations.decline(actor=scene.owner, orientation_id=oriented, reason=" \n ", now=now)
    with pytest.raises(Impossible) as long:
        operations.decline(actor=scene.owner, orientation_id=oriented, reason="x" * 301, now=now)
    assert missing.value.field == long.value.field == "reason"
    assert (state(oriented), taken(scene), OutgoingMail.objects.filter(kind="orientation_declined").count()) == (
        "oriented",
        1,
        0,
    )
    operations.decline(actor=scene.owner, orientation_id=oriented, reason="x" * 300, now=now)


def test_only_whoever_acts_for_the_place_declines(scene: Scene, oriented: int, now: datetime) -> None:
    neighbour = care.keeper(care.doctor_place())
    for somebody in (neighbour, scene.regulator, Actor.NOBODY):
        with pytest.raises(Refused):
            operations.decline(actor=somebody, orientation_id=oriented, reason="Absence", now=now)
    assert state(oriented) == "oriented"


def test_every_move_outside_the_table_is_refused(scene: Scene, now: datetime) -> None:
    moves = {
        OrientationState.CANCELLED: lambda made: operations.cancel(actor=scene.regulator, orientation_id=made, now=now),
        OrientationState.DECLINED: lambda made: operations.decline(
            actor=scene.owner, orientation_id=made, reason="Absence", now=now
        ),
    }
    for first, reach in moves.items():
        for second, move in moves.items():
            made = operations.orient(
                actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now
            ).orientation_id
            reach(made)
            assert second not in TRANSITIONS[first]
            with pytest.raises(Impossible, match="plus en cours"):
                move(made)
            assert (state(made or 0), taken(scene)) == (first.value, 0)
    with pytest.raises(Impossible):
        operations.cancel(actor=scene.regulator, orientation_id=10**9, now=now)


def test_the_story_cannot_be_rewritten(scene: Scene, oriented: int) -> None:
    for rewrite in (
        lambda: OrientationEvent.objects.filter(orientation_id=oriented).update(reason="autre"),
        lambda: OrientationEvent.objects.filter(orientation_id=oriented)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            rewrite()
