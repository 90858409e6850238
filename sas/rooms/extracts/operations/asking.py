"""Asking for an extract, and having one that failed or expired prepared again."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.errors import Impossible, Refused
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import AGAIN, DATED, OPEN, ExtractState
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations.tracing import note
from sas.rooms.extracts.queries.following import asked_of, is_stalled
from sas.rooms.extracts.rules import Asked

_ONE_AT_A_TIME = "Une de vos extractions est déjà en préparation : attendez qu'elle soit prête."
_MOVING = "Cette extraction n'est pas à relancer."


def ask_extract(*, actor: Actor, asked: Asked, now: datetime) -> int:
    """Have a file prepared in the background; returns the id of the extract.

    Raises Refused for what the actor may not extract, Impossible for wrong days or while another is prepared.
    """
    if refusal := rules.may_extract(actor, asked):
        raise refusal
    if problem := rules.problem_of(asked):
        raise problem
    is_dated = asked.dataset in DATED
    with transaction.atomic(durable=True):
        row = _started(
            Extract(
                author_id=actor.user_id,
                dataset=asked.dataset,
                scope=asked.scope,
                territory_id=asked.territory_id,
                file_format=asked.file_format,
                first_day=asked.first_day if is_dated else None,
                last_day=asked.last_day if is_dated else None,
                asked_at=now,
            )
        )
        note(row, verb="ask_extract", actor=actor, now=now)
    return row.id


def start_again(*, actor: Actor, extract_id: int, now: datetime) -> None:
    """Prepare again an extract that failed, expired or stopped; a monthly one is for administrators.

    Raises Refused for somebody else's or for what the actor may no longer extract, Impossible when nothing is wrong.
    """
    with transaction.atomic(durable=True):
        row = Extract.objects.select_for_update().filter(id=extract_id).first()
        _check_again(row, actor=actor, now=now)
        assert row is not None
        row.state, row.problem = ExtractState.WAITING, ""
        row.attempt, row.interruptions, row.tries = row.attempt + 1, 0, 0
        row.rows_done, row.rows_expected, row.beat_at, row.started_at = 0, 0, None, None
        row.file_name, row.expires_at, row.ended_at, row.due_at = "", None, None, None
        row.asked_at = now if row.author_id else row.asked_at
        _started(row)
        note(row, verb="ask_extract", actor=actor, now=now)


def _check_again(row: Extract | None, *, actor: Actor, now: datetime) -> None:
    if row is None or (row.author_id is not None and row.author_id != actor.user_id):
        raise Refused(rules.NO_SUCH_EXTRACT)
    if row.author_id is None and (refusal := rules.may_follow_sendings(actor)):
        raise refusal
    if refusal := rules.may_extract(actor, asked_of(row)):
        raise refusal
    if row.state not in AGAIN and not (row.state in OPEN and is_stalled(row, now)):
        raise Impossible(_MOVING)


def _started(row: Extract) -> Extract:
    """Kept, with its job; one at a time for each person, as the database holds too."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as second:
        raise Impossible(_ONE_AT_A_TIME) from second
    queue.defer("prepare_extract", extract_id=row.id)
    return row
