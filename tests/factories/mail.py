"""A real mail server on loopback, and the real worker that writes to it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from socket import socket
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.db import connections

if TYPE_CHECKING:
    from email.message import EmailMessage


class Inbox:
    """What the SMTP server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.away = False
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """Keep the mail, or answer that the server is away."""
        if self.away:
            return "451 Try again later"
        if self.refuses:
            return "554 Not for us"
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
