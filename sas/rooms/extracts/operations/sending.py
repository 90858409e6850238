"""Monthly files: prepared once the month is over, sent where the settings say, tried again when that is away."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.adapters.delivery import client as delivery
from sas.adapters.delivery.values import Undelivered
from sas.adapters.queue import client as queue
from sas.adapters.storage import client as storage
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import Dataset, ExtractState, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations.tracing import note
from sas.rooms.extracts.queries.following import is_stalled

_FOR_GOOD = frozenset({Problem.NONE, Problem.LOST})
"""After these there is nothing to try again."""


def plan_sendings(*, actor: Actor, now: datetime) -> int:
    """Have last month's files prepared, once for each dataset of the settings; returns how many were not yet.

    Each day, by the worker. Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_prepare(actor):
        raise refusal
    return sum(_plan(Dataset(one), actor=actor, now=now) for one in settings.EXTRACTS_MONTHLY)


def send_due(*, actor: Actor, now: datetime) -> int:
    """Send the monthly files that are ready and due; returns how many arrived.

    What does not arrive is due again, later each time, eight times. Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_prepare(actor):
        raise refusal
    ready = Extract.objects.filter(author__isnull=True, state=ExtractState.READY, due_at__lte=now)
    return sum(_send(number, actor=actor, now=now) for number in list(ready.values_list("id", flat=True)))


def _plan(dataset: Dataset, *, actor: Actor, now: datetime) -> bool:
    first, last = rules.month_before(now.date())
    about = {"scope": Scope.NATIONAL, "file_format": settings.EXTRACTS_MONTHLY_FORMAT}
    with transaction.atomic(durable=True):
        row, is_new = Extract.objects.get_or_create(
            author=None, dataset=dataset, first_day=first, defaults=about | {"last_day": last, "asked_at": now}
        )
        if is_new or is_stalled(row, now):
            queue.defer("prepare_extract", extract_id=row.id)
        if is_new:
            note(row, verb="ask_extract", actor=actor, now=now)
    return is_new


def _send(extract_id: int, *, actor: Actor, now: datetime) -> bool:
    """Claimed first, so that a worker that dies meanwhile leaves it to the next try; no transaction while it goes."""
    with transaction.atomic(durable=True):
        due = {"id": extract_id, "state": ExtractState.READY, "due_at__lte": now}
        row = Extract.objects.select_for_update(skip_locked=True).filter(**due).first()
        if row is None:
            return False
        row.tries += 1
        row.due_at = now + rules.wait_before(row.tries)
        row.save()
    problem = _brought(row)
    with transaction.atomic(durable=True):
        row = Extract.objects.select_for_update().get(id=extract_id)
        file_name, row.problem = row.file_name, problem
        if problem not in _FOR_GOOD and row.tries < rules.MOST_TRIES:
            file_name = ""
        else:
            row.state = ExtractState.FAILED if problem else ExtractState.SENT
            row.file_name, row.due_at, row.ended_at = "", None, now
        row.save()
        note(row, verb="extract_not_sent" if problem else "send_extract", actor=actor, now=now)
    if file_name:
        storage.remove(file_name)
    return not problem


def _brought(row: Extract) -> Problem:
    name = f"sas-{row.dataset}-{row.first_day:%Y-%m}.{row.file_format}"
    try:
        delivery.bring(source=storage.path_of(row.file_name), name=name, checksum=row.checksum)
    except FileNotFoundError:
        return Problem.LOST
    except Undelivered as absence:
        return Problem(absence.obstacle.value)
    return Problem.NONE
