"""What ends by itself: links that nobody used, files that nobody knows; then the rows themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from sas.actor import Actor
from sas.adapters.storage import client as storage
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import OPEN, ExtractState
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations.tracing import note

_JUST_WRITTEN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each went."""

    expired: int
    orphans: int


def tidy_extracts(*, actor: Actor, now: datetime) -> Tidied:
    """Expire what nobody took in time, remove files that no extract knows.

    Every ten minutes, by the worker; may run twice. Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_prepare(actor):
        raise refusal
    over = Extract.objects.filter(state=ExtractState.READY, expires_at__lte=now).order_by("id")
    expired = sum(_expire(number, actor=actor, now=now) for number in list(over.values_list("id", flat=True)))
    known = frozenset(Extract.objects.exclude(file_name="").values_list("file_name", flat=True))
    # A file is named in a row before it is written: one that nobody names, and that is not new, is an orphan.
    orphans = storage.remove_others(kept=known, before=now - _JUST_WRITTEN)
    return Tidied(expired, orphans)


def forget_extracts(*, actor: Actor, now: datetime) -> int:
    """Remove the rows that have no file and do not move any more, long after they were asked for; returns how many."""
    over = Extract.objects.filter(asked_at__lt=now - rules.KEPT, file_name="").exclude(state__in=OPEN)
    return over.delete()[0]


def _expire(extract_id: int, *, actor: Actor, now: datetime) -> int:
    with transaction.atomic(durable=True):
        row = Extract.objects.select_for_update().filter(id=extract_id, state=ExtractState.READY).first()
        if row is None:
            return 0
        file_name, row.file_name = row.file_name, ""
        row.state, row.ended_at = ExtractState.EXPIRED, now
        row.save()
        note(row, verb="expire_extract", actor=actor, now=now)
    storage.remove(file_name)
    return 1
