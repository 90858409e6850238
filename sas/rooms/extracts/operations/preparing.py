"""Preparing a file, by the worker: claimed, written, settled. One that dies halfway is claimed again (ADR 50)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.adapters.storage import client as storage
from sas.errors import Refused, Unavailable
from sas.rooms.accounts import queries as accounts
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import OPEN, Dataset, ExtractState, FileFormat, Problem
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations.snapshot import Progress, Superseded, snapshot
from sas.rooms.extracts.operations.tracing import note
from sas.rooms.extracts.operations.writing import WRITERS, counted
from sas.rooms.extracts.queries.following import asked_of
from sas.rooms.extracts.queries.reach import reach_of
from sas.rooms.extracts.queries.sources import SOURCES
from sas.rooms.extracts.rules import COLUMNS, Asked


@dataclass(frozen=True, slots=True)
class _Claim:
    """What this preparation is about; `attempt` is its own number, `file_name` its own file."""

    extract_id: int
    attempt: int
    author_id: int | None
    asked: Asked
    file_name: str

    @property
    def most_rows(self) -> int:
        """Above which the file is not written."""
        own: int = settings.EXTRACTS_MOST_ROWS
        return min(own, rules.XLSX_ROWS) if self.asked.file_format == FileFormat.XLSX else own


def prepare(*, actor: Actor, extract_id: int, now: datetime) -> None:
    """Write the file of an extract, with the rights that its author has at this moment.

    May run twice: the last to claim is the one that counts. What went wrong is kept on the extract; what nobody
    foresaw is raised as well. Raises Refused to anybody but the platform.
    """
    if refusal := rules.may_prepare(actor):
        raise refusal
    claim = _claimed(extract_id, now)
    if claim is None:
        return
    try:
        rows = _write(claim, now)
        size, checksum = storage.size_and_checksum(claim.file_name)
    except Superseded:
        storage.remove(claim.file_name)
    except Exception as fault:
        storage.remove(claim.file_name)
        problem = _problem_of(fault, claim)
        _fail(claim, problem, now)
        if problem == Problem.BROKEN:
            raise
    else:
        _settle(claim, rows=rows, size=size, checksum=checksum, now=now)


def _claimed(extract_id: int, now: datetime) -> _Claim | None:
    with transaction.atomic(durable=True):
        row = Extract.objects.select_for_update().filter(id=extract_id, state__in=OPEN).first()
        if row is None:
            return None
        before, row.interruptions = row.file_name, row.interruptions + (row.state == ExtractState.RUNNING)
        row.file_name = ""
        if row.interruptions >= rules.MOST_INTERRUPTIONS:
            row.state, row.problem = ExtractState.FAILED, Problem.STOPPED
            note(row, verb="extract_failed", actor=Actor.SYSTEM, now=now)
        else:
            row.state, row.file_name = ExtractState.RUNNING, storage.drawn_name(row.file_format)
            row.attempt, row.started_at, row.beat_at = row.attempt + 1, now, None
            row.rows_done, row.rows_expected = 0, 0
        row.save()
    if before:
        storage.remove(before)
    return _claim(row) if row.file_name else None


def _claim(row: Extract) -> _Claim:
    return _Claim(row.id, row.attempt, row.author_id, asked_of(row), row.file_name)


def _write(claim: _Claim, now: datetime) -> int:
    asked, source = claim.asked, SOURCES[claim.asked.dataset]
    progress, done = Progress(extract_id=claim.extract_id, attempt=claim.attempt), 0

    def tell(rows: int) -> None:
        nonlocal done
        done = rows
        progress.tell(rows)

    try:
        with snapshot():
            author = _author(claim)
            if refusal := rules.may_extract(author, asked):
                raise refusal
            reach = reach_of(actor=author, asked=asked, day=now.date())
            progress.about(reach.structure_ids or frozenset())
            expected = source.expected(reach)
            progress.expect(expected)
            if expected > claim.most_rows and asked.dataset != Dataset.HOURS:
                raise OverflowError(claim.most_rows)
            lines = counted(source.rows(reach), tell=tell, most=claim.most_rows)
            with storage.writing(claim.file_name) as file:
                WRITERS[asked.file_format](file, lines, columns=COLUMNS[asked.dataset])
    finally:
        progress.close()
    return done


def _author(claim: _Claim) -> Actor:
    if claim.author_id is None:
        return Actor.SYSTEM
    return accounts.acting_as(actor=Actor.SYSTEM, user_id=claim.author_id)


def _problem_of(fault: Exception, claim: _Claim) -> Problem:
    if isinstance(fault, OverflowError):
        is_sheet = claim.most_rows < settings.EXTRACTS_MOST_ROWS
        return Problem.TOO_MANY_FOR_XLSX if is_sheet else Problem.TOO_MANY
    if isinstance(fault, Refused):
        return Problem.NOT_ALLOWED
    return Problem.STORAGE if isinstance(fault, Unavailable) else Problem.BROKEN


def _fail(claim: _Claim, problem: Problem, now: datetime) -> None:
    with transaction.atomic(durable=True):
        row = _still_ours(claim)
        if row is None:
            return
        row.state, row.problem, row.file_name = ExtractState.FAILED, problem, ""
        row.save()
        note(row, verb="extract_failed", actor=Actor.SYSTEM, now=now)


def _settle(claim: _Claim, *, rows: int, size: int, checksum: str, now: datetime) -> None:
    """Ready: to be taken within the hours of the settings, counted from `now`, or to be sent at once."""
    with transaction.atomic(durable=True):
        row = _still_ours(claim)
        if row is not None:
            row.state, row.rows_done, row.rows_expected = ExtractState.READY, rows, rows
            row.size, row.checksum = size, checksum
            if row.author_id is None:
                row.due_at = now
            else:
                row.expires_at = now + timedelta(hours=settings.EXTRACTS_LINK_HOURS)
            row.save()
            note(row, verb="extract_ready", actor=Actor.SYSTEM, now=now)
    if row is None:
        storage.remove(claim.file_name)


def _still_ours(claim: _Claim) -> Extract | None:
    ours = {"id": claim.extract_id, "attempt": claim.attempt, "state": ExtractState.RUNNING}
    return Extract.objects.select_for_update().filter(**ours).first()
