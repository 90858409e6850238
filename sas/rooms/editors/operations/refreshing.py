"""Asking editors: what is due is claimed, asked of all at once outside any transaction, then kept answer by answer."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from sas import metrics
from sas.actor import Actor
from sas.adapters.editors.values import Answer, Asked, Endpoint, Kind
from sas.rooms.editors import rules
from sas.rooms.editors.enums import Query
from sas.rooms.editors.models import EditorPace, EditorReading
from sas.rooms.editors.operations.reached import Ask, Reached
from sas.rooms.editors.operations.storing import store

_logger = logging.getLogger(__name__)
_PER_REQUEST = {Query.PRACTITIONERS: rules.PEOPLE, Query.CPTS: rules.PEOPLE, Query.SOS: rules.ASSOCIATIONS}


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a turn came to: requests sent, and those without an answer."""

    requests: int = 0
    failed: int = 0


def refresh(*, actor: Actor, reached: Sequence[Reached], ask: Ask, now: datetime) -> Refreshed:
    """One turn: what is due, within each editor's own limit, the wanted first; an editor that fails is left alone.

    No transaction is open while editors are awaited. Raises Refused but for the platform.
    """
    if refusal := rules.may_refresh(actor):
        raise refusal
    requests = [(one.endpoint, asked) for one in reached for asked in _claimed(one, now=now)]
    if not requests:
        return Refreshed()
    by_editor = {one.endpoint.editor_id: one for one in reached}
    answers = ask(requests)
    for answer in answers:
        with transaction.atomic(durable=True):
            store(actor=actor, answer=answer, by=by_editor[answer.editor_id], now=now)
        _tell(answer)
    return Refreshed(len(requests), sum(answer.failure is not None for answer in answers))


def _tell(answer: Answer) -> None:
    """Counted; what went wrong is a line of the log too: the editor, codes and counts, never whom it was asked of."""
    outcome = answer.failure.value if answer.failure else "answered"
    metrics.EDITOR_ANSWERS.labels(editor=answer.editor_id, outcome=outcome).observe(answer.milliseconds / 1000)
    if answer.failure:
        code = f"{answer.failure.value} {answer.detail}".rstrip()
        _logger.warning("editor %d: %s after %d ms", answer.editor_id, code, answer.milliseconds)
    elif answer.dropped:
        left_out = ", ".join(f"{reason} {count}" for reason, count in sorted(answer.dropped.items()))
        _logger.info("editor %d: left out %s", answer.editor_id, left_out)


def _claimed(one: Reached, *, now: datetime) -> list[Asked]:
    """The requests that this editor may be sent now, its readings put out of reach of another turn for a minute."""
    with transaction.atomic(durable=True):
        pace = paced(one.endpoint.editor_id, now=now)
        allowed = min(one.limit - pace.used, rules.AT_ONCE)
        if allowed <= 0 or (pace.closed_until is not None and pace.closed_until > now):
            return []
        asked: list[Asked] = []
        for kind, numbers in _due(one.endpoint, limit=allowed * rules.PEOPLE, now=now).items():
            asked += _split(kind, numbers, now=now)
        asked = asked[:allowed]
        numbers_asked = [number for request in asked for number in request.identifiers]
        EditorReading.objects.filter(editor_id=one.endpoint.editor_id, identifier__in=numbers_asked).update(
            asked_at=now, due_at=now + rules.CLAIMED
        )
        pace.used += len(asked)
        pace.save(update_fields=["minute", "used"])
    return asked


def paced(editor_id: int, *, now: datetime) -> EditorPace:
    """How fast this editor may be asked now, locked until the caller's transaction ends."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    EditorPace.objects.bulk_create([EditorPace(editor_id=editor_id, minute=minute)], ignore_conflicts=True)
    pace = EditorPace.objects.select_for_update().get(editor_id=editor_id)
    if pace.minute != minute:
        pace.minute, pace.used = minute, 0
    return pace


def _due(endpoint: Endpoint, *, limit: int, now: datetime) -> dict[Query, list[str]]:
    """Those that a page showed lately, then the others, each by how long they have been due; by kind of question."""
    due = EditorReading.objects.filter(editor_id=endpoint.editor_id, due_at__lte=now).order_by("due_at", "id")
    free = due.select_for_update(skip_locked=True)
    wanted = list(free.filter(wanted_at__gt=now - rules.WANTED_FOR).values_list("kind", "identifier")[:limit])
    others = free.exclude(wanted_at__gt=now - rules.WANTED_FOR).values_list("kind", "identifier")
    by_kind: dict[Query, list[str]] = {}
    for kind, identifier in [*wanted, *others[: limit - len(wanted)]]:
        by_kind.setdefault(Query(kind), []).append(identifier)
    return by_kind


def _split(kind: Query, numbers: Sequence[str], *, now: datetime) -> Iterator[Asked]:
    size = _PER_REQUEST[kind]
    for start in range(0, len(numbers), size):
        some = tuple(numbers[start : start + size])
        yield Asked(Kind[kind.name], some, start=now, end=rules.window_end(now))
