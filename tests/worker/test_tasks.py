"""Deferred jobs, run by the real worker: mails through a real SMTP server, jobs of a dead worker put back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email import message_from_bytes, policy
from socket import socket
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.rooms.accounts.models import User
from sas.rooms.orientation import operations
from tests.rooms.orientation.conftest import TODAY, Scene, scene

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["scene"]


class Inbox:
    """What the SMTP server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.away = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the mail, or answer that the server is away."""
        if self.away:
            return "451 Try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A mail server on loopback, and the product's settings for it."""
    received = Inbox()
    with socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield received
    controller.stop()


def run_worker() -> None:
    """One turn of the worker of `sas worker`, in a thread of its own: a browser test leaves a running loop in ours."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(_one_turn).result()


def _one_turn() -> None:
    try:
        call_command("procrastinate", "worker", "--one-shot", "--concurrency", "1", "--delete-jobs", "successful")
    finally:
        connections.close_all()


@pytest.fixture
def declined(transactional_db: None, scene: Scene, now: datetime) -> int:
    """An orientation that the effecteur just declined."""
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
    text = mail.get_content()
    address = f"{scene.place.address}, {scene.place.postal_code} Rennes"
    for words in (address, "lundi 23 novembre 2026", "14h00", "Véhicule en panne", "/sas/orientations"):
        assert words in text
    assert ProcrastinateJob.objects.count() == 0


def test_a_closed_account_is_not_written(declined: int, scene: Scene, inbox: Inbox) -> None:
    User.objects.filter(id=scene.regulator.user_id).update(is_active=False)
    run_worker()
    assert inbox.mails == []
    assert ProcrastinateJob.objects.count() == 0


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
