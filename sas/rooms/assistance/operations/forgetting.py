"""What the nights close and remove (docs/data-protection.md)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.rooms.accounts.rules.months import after_months
from sas.rooms.assistance.enums import AssistanceState
from sas.rooms.assistance.models import AssistanceFile, AssistanceRequest
from sas.rooms.assistance.rules import ORIGIN_KEPT
from sas.rooms.journal import operations as journal

ANSWERED_FOR = timedelta(days=30)
"""An answer that nobody came back to closes the request."""


def tidy_assistance(*, actor: Actor, now: datetime) -> int:
    """Close what was answered thirty days ago; returns how many requests."""
    with transaction.atomic(durable=True):
        answered = AssistanceRequest.objects.filter(state=AssistanceState.ANSWERED, answered_at__lt=now - ANSWERED_FOR)
        closed = answered.update(state=AssistanceState.CLOSED, closed_at=now)
        if closed:
            journal.record(actor=actor, verb="tidy_assistance", subject="assistance_request", now=now, closed=closed)
    return closed


def forget_origins(*, actor: Actor, now: datetime) -> int:
    """Empty what counted the requests of a day; returns of how many, in the transaction of the purge."""
    old = AssistanceRequest.objects.filter(created_at__lt=now - ORIGIN_KEPT).exclude(origin="")
    return old.update(origin="")


def forget_files(*, actor: Actor, now: datetime) -> int:
    """Remove what was joined to requests closed for ASSISTANCE_FILE_DAYS; returns how many files."""
    kept = timedelta(days=settings.ASSISTANCE_FILE_DAYS)
    return AssistanceFile.objects.filter(request__closed_at__lt=now - kept).delete()[0]


def forget_requests(*, actor: Actor, now: datetime) -> int:
    """Remove the requests closed for ASSISTANCE_MONTHS, with their answers; returns how many requests.

    One that nobody closed stays: look at the list.
    """
    ended = AssistanceRequest.objects.filter(closed_at__lt=after_months(now, -settings.ASSISTANCE_MONTHS))
    return ended.delete()[1].get("assistance.AssistanceRequest", 0)
