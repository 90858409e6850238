"""The regulation is told when an unavailability covers a patient it has sent, once, and nothing else is changed."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations as availability
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation
from sas.rooms.outbox.models import OutgoingMail
from sas.timetable.absence import Period
from tests.factories.mail import Inbox, inbox, run_worker
from tests.rooms.orientation.conftest import TODAY, Scene

__all__ = ["inbox"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-080", "F-081")]
KIND = "orientation_uncovered"
FAR = Period(date(2027, 3, 1), date(2027, 3, 5))


def orient(scene: Scene, now: datetime) -> int:
    made = operations.orient(actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now)
    assert made.orientation_id
    return made.orientation_id


def hide(scene: Scene, now: datetime, *periods: Period, indefinite: bool = False) -> None:
    wanted = {"indefinite": indefinite, "periods": periods, "versions": {}}
    availability.save_unavailability(actor=scene.owner, place_ids=[scene.place.id], now=now, **wanted)


def warn(scene: Scene, now: datetime) -> int:
    return operations.warn_of_unavailability(actor=Actor.SYSTEM, place_id=scene.place.id, now=now)


def test_the_author_reads_that_the_place_is_hidden_that_day(scene: Scene, now: datetime, inbox: Inbox) -> None:
    made = orient(scene, now)
    OutgoingMail.objects.all().delete()
    hide(scene, now, indefinite=True)
    assert warn(scene, now) == 1
    run_worker()
    (mail,) = inbox.mails
    assert mail["To"] == User.objects.get(id=scene.regulator.user_id).email
    assert mail["Subject"].strip().startswith("Indisponibilité déclarée : Dr Claire MARTIN, lundi 23 novembre")
    text = mail.get_body(("plain",)).get_content()
    for words in ("14h00 - 16h00", "n'est pas annulée", "/sas/orientations"):
        assert words in text
    assert Orientation.objects.get(id=made).state == "oriented"


def test_it_is_told_once_however_often_the_job_runs(scene: Scene, now: datetime) -> None:
    orient(scene, now)
    hide(scene, now, Period(TODAY, TODAY))
    assert [warn(scene, now), warn(scene, now)] == [1, 0]
    assert OutgoingMail.objects.filter(kind=KIND).count() == 1


def test_an_unavailability_elsewhere_in_time_and_a_cancelled_orientation_are_not_told(
    scene: Scene, now: datetime
) -> None:
    made = orient(scene, now)
    hide(scene, now, FAR)
    assert warn(scene, now) == 0
    operations.cancel(actor=scene.regulator, orientation_id=made, now=now)
    hide(scene, now, FAR, indefinite=True)
    assert warn(scene, now) == 0


def test_a_person_does_not_send_these_mails(scene: Scene, now: datetime) -> None:
    with pytest.raises(Refused):
        operations.warn_of_unavailability(actor=scene.owner, place_id=scene.place.id, now=now)
