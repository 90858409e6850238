"""What the nights close and remove (docs/operating.md)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.assistance.enums import AssistanceState
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.journal import operations as journal

ANSWERED_FOR = timedelta(days=30)
"""An answer that nobody came back to closes the request."""
_ORIGIN_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many requests were closed, how many files and requests went."""

    closed: int
    files: int
    requests: int


def tidy_assistance(*, actor: Actor, now: datetime) -> Tidied:
    """Close what was answered thirty days ago; remove files, then requests, once closed for as long as settings say.

    What counted the requests of a day is emptied.
    """
    months, days = settings.ASSISTANCE_MONTHS, settings.ASSISTANCE_FILE_DAYS
    with transaction.atomic(durable=True):
        rows = AssistanceRequest.objects
        rows.filter(created_at__lt=now - _ORIGIN_KEPT).exclude(origin="").update(origin="")
        answered = rows.filter(state=AssistanceState.ANSWERED, answered_at__lt=now - ANSWERED_FOR)
        closed = answered.update(state=AssistanceState.CLOSED, closed_at=now)
        old = AssistanceFile.objects.filter(request__closed_at__lt=now - timedelta(days=days))
        files = old.delete()[0]
        ended = rows.filter(closed_at__lt=after_months(now, -months))
        _, counts = ended.delete()
        tidied = Tidied(closed, files, counts.get("assistance.AssistanceRequest", 0))
        if closed or files or tidied.requests:
            journal.record(actor=actor, verb="tidy_assistance", subject="assistance_request", now=now, **asdict(tidied))
    return tidied
