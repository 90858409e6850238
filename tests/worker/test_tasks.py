"""Deferred jobs, run by the real worker: mails through a real SMTP server, jobs of a dead worker put back."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sas import schema
from sas.rooms.accounts.models import User
from sas.rooms.orientation import operations
from sas.rooms.outbox.models import OutgoingMail
from tests.factories.mail import Inbox, inbox, run_worker
from tests.rooms.orientation.conftest import TODAY, Scene, scene

__all__ = ["inbox", "scene"]


@pytest.fixture
def declined(transactional_db: None, scene: Scene, now: datetime) -> int:
    """An orientation that the effecteur just declined."""
    return decline(scene, now)


@pytest.mark.parametrize(("asked", "given"), [(2, 8), (20, 20)])
def test_each_job_gets_its_connections_whatever_those_of_a_web_process(
    asked: int, given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases = {"default": {"OPTIONS": {"pool": {"max_size": asked}}}, "direct": {"OPTIONS": {}}}
    monkeypatch.setattr(connections, "settings", databases)
    monkeypatch.setattr(schema, "lacking", lambda: ("0099_not_there_yet",))
    with pytest.raises(CommandError):
        call_command("worker")
    assert databases == {"default": {"OPTIONS": {"pool": {"max_size": given}}}, "direct": {"OPTIONS": {}}}


def decline(scene: Scene, now: datetime) -> int:
    """Orient, then decline; the effecteur has refused the mails of orientations received."""
    operations.choose_notice(actor=scene.owner, wanted=False, now=now)
    made = operations.orient(
        actor=scene.regulator, key=uuid4(), slot_id=scene.plage, day=TODAY, modality=None, now=now
    ).orientation_id
    assert made
    operations.decline(actor=scene.owner, orientation_id=made, reason="Véhicule en panne", now=now)
    return made


def test_the_author_of_a_declined_orientation_is_written(declined: int, scene: Scene, inbox: Inbox) -> None:
    run_worker()
    (mail,) = inbox.mails
    assert mail["To"] == User.objects.get(id=scene.regulator.user_id).email
    assert mail["Subject"].strip() == "Orientation déclinée : Dr Claire MARTIN, lundi 23 novembre 2026 à 14h00"
    text = mail.get_body(("plain",)).get_content()
    page = mail.get_body(("html",)).get_content()
    address = f"{scene.place.address}, {scene.place.postal_code} Rennes"
    for words in (address, "lundi 23 novembre 2026", "14h00", "Véhicule en panne", "/sas/orientations"):
        assert words in text
        assert words in page
    assert ProcrastinateJob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_closed_account_is_not_written(scene: Scene, now: datetime) -> None:
    User.objects.filter(id=scene.regulator.user_id).update(is_active=False)
    decline(scene, now)
    assert OutgoingMail.objects.count() == ProcrastinateJob.objects.count() == 0


def test_a_mail_server_that_is_away_is_tried_again_later(declined: int, inbox: Inbox) -> None:
    inbox.away = True
    run_worker()
    job = ProcrastinateJob.objects.get()
    assert (job.status, job.attempts, inbox.mails) == ("todo", 1, [])
    assert job.scheduled_at is not None
    inbox.away = False
    with connections["default"].cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null")
    run_worker()
    assert len(inbox.mails) == 1


def test_the_jobs_of_a_dead_worker_are_put_back(declined: int, inbox: Inbox) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        (worker,) = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [worker])
    app.configure_task("sas.worker.tasks.retry_stalled_jobs").defer(timestamp=0)
    run_worker()
    assert len(inbox.mails) == 1
    assert ProcrastinateJob.objects.count() == 0
