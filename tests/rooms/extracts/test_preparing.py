"""Preparing a file: from one snapshot, with its progress; what stops it, and what becomes of it then."""

import csv
import io
import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.db import connections

from sas.actor import Actor, Role
from sas.adapters.storage import client as storage
from sas.errors import Refused, Unavailable
from sas.rooms.accounts.models import User
from sas.rooms.extracts import operations, queries
from sas.rooms.extracts.enums import Dataset, ExtractState, FileFormat, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations import preparing
from sas.rooms.extracts.queries.sources import SOURCES, Chunk, Source
from sas.rooms.journal.models import AuditEntry
from sas.rooms.orientation.models import Orientation
from tests.factories import care
from tests.factories.extracts import asked, extract
from tests.factories.quarters import Sent, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-266")]
ORIENTATIONS = SOURCES[Dataset.ORIENTATIONS]


def patients(count: int) -> None:
    """So many of October, sent to one place."""
    place = care.doctor_place()
    rows = [Sent(place, datetime(2026, 10, 13, 9) + timedelta(minutes=one), "fulfilled") for one in range(count)]
    send(rows, author=care.regulator(care.territory()))


def prepare(extract_id: int, now: datetime) -> Extract:
    operations.prepare(actor=Actor.SYSTEM, extract_id=extract_id, now=now)
    return Extract.objects.get(id=extract_id)


def source(monkeypatch: pytest.MonkeyPatch, rows: Any) -> None:
    """Orientations come from this instead."""
    monkeypatch.setitem(SOURCES, Dataset.ORIENTATIONS, Source(ORIENTATIONS.expected, rows))


def one_by_one(reach: Any) -> Iterator[Chunk]:
    """A chunk for each line."""
    for chunk in ORIENTATIONS.rows(reach):
        yield from ([row] for row in chunk)


@pytest.mark.shows("F-226", "F-233")
def test_each_form_holds_the_same_lines_and_is_ready_for_a_day(now: datetime, folder: Path) -> None:
    patients(3)
    author = care.account(Role.ADMINISTRATEUR)
    numbers = list(Orientation.objects.order_by("id").values_list("id", flat=True))
    found: dict[str, list[int]] = {}
    for form in FileFormat:
        made = prepare(operations.ask_extract(actor=author, asked=asked(file_format=form), now=now), now)
        assert (made.state, made.rows_done, made.rows_expected, made.attempt) == (ExtractState.READY, 3, 3, 1)
        assert (made.expires_at, made.size) == (now + timedelta(hours=24), (folder / made.file_name).stat().st_size)
        assert storage.size_and_checksum(made.file_name) == (made.size, made.checksum)
        with operations.take_extract(actor=author, extract_id=made.id, now=now).content as content:
            found[form] = numbers_in(form, content.read())
    assert found == dict.fromkeys(FileFormat, numbers)
    assert [(one.verb, one.details["rows"]) for one in AuditEntry.objects.filter(subject="extract").order_by("id")] == [
        *[("ask_extract", 0), ("extract_ready", 3), ("take_extract", 3)] * 3
    ]


def numbers_in(form: FileFormat, content: bytes) -> list[int]:
    """The first column."""
    if form == FileFormat.PARQUET:
        return list(pq.read_table(io.BytesIO(content))["id"].to_pylist())
    if form == FileFormat.XLSX:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]  # type: ignore[misc]
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return [int(row[0]) for row in list(lines)[1:]]


def test_a_file_is_of_one_instant_and_tells_how_far_it_is(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    patients(2)
    author, told = care.account(Role.ADMINISTRATEUR), []

    def rows(reach: Any) -> Iterator[Chunk]:
        other = connections.create_connection("default")
        try:
            for chunk in one_by_one(reach):
                with other.cursor() as cursor:
                    cursor.execute("update orientation_orientation set day = '2026-09-01'")
                    cursor.execute("select state, rows_done, rows_expected, beat_at is null from extracts_extract")
                    told.append(cursor.fetchone())
                yield chunk
        finally:
            other.close()

    monkeypatch.setattr("sas.rooms.orientation.queries.sent.CHUNK", 1)
    source(monkeypatch, rows)
    made = prepare(operations.ask_extract(actor=author, asked=asked(), now=now), now)
    assert (made.state, made.rows_done) == (ExtractState.READY, 2)
    assert told == [("running", 0, 2, False), ("running", 1, 2, False)]
    assert not Orientation.objects.filter(day__month=10).exists()


def test_nothing_can_be_written_while_a_file_is(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def rows(reach: Any) -> Iterator[Chunk]:
        User.objects.update(given_name="X")
        yield from ORIENTATIONS.rows(reach)

    source(monkeypatch, rows)
    author = care.account(Role.ADMINISTRATEUR)
    made = operations.ask_extract(actor=author, asked=asked(), now=now)
    with pytest.raises(Exception, match="read-only transaction"):
        prepare(made, now)
    (found,) = queries.own_extracts(actor=author, now=now)
    assert (found.state, found.problem, found.may_start_again) == (ExtractState.FAILED, Problem.BROKEN, True)
    User.objects.update(given_name="X")
    assert AuditEntry.objects.latest("id").details["problem"] == "broken"


def test_a_worker_killed_halfway_leaves_it_to_the_next(
    now: datetime, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    patients(3)
    author = care.account(Role.ADMINISTRATEUR)
    made = operations.ask_extract(actor=author, asked=asked(), now=now)

    def rows(reach: Any) -> Iterator[Chunk]:
        for number, chunk in enumerate(one_by_one(reach)):
            if number == 2:
                time.sleep(60)
            yield chunk

    source(monkeypatch, rows)
    killed_in_the_middle(made, now)
    (found,) = queries.own_extracts(actor=author, now=now)
    assert (found.state, found.rows_done, found.stalled) == (ExtractState.RUNNING, 2, False)
    half = [one.name for one in folder.iterdir()]
    assert len(half) == 1
    source(monkeypatch, one_by_one)
    again = prepare(made, now)
    assert (again.state, again.rows_done, again.attempt, again.interruptions) == (ExtractState.READY, 3, 2, 1)
    assert [one.name for one in folder.iterdir()] == [again.file_name] != half


def killed_in_the_middle(extract_id: int, now: datetime) -> None:
    """In a process of its own, killed without a word once it has told two lines."""
    connections.close_all()
    child = os.fork()
    if not child:
        try:
            operations.prepare(actor=Actor.SYSTEM, extract_id=extract_id, now=now)
        finally:
            os._exit(1)
    until = time.monotonic() + 30
    while Extract.objects.get(id=extract_id).rows_done < 2 and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_a_preparation_that_was_thought_dead_leaves_when_another_began(
    now: datetime, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    patients(2)
    made = operations.ask_extract(actor=care.account(Role.ADMINISTRATEUR), asked=asked(), now=now)

    def rows(reach: Any) -> Iterator[Chunk]:
        other = connections.create_connection("default")
        with other.cursor() as cursor:
            cursor.execute("update extracts_extract set attempt = attempt + 1")
        other.close()
        yield from ORIENTATIONS.rows(reach)

    source(monkeypatch, rows)
    left = prepare(made, now)
    assert (left.state, left.attempt, left.checksum) == (ExtractState.RUNNING, 2, "")
    assert list(folder.iterdir()) == []
    third = extract(None, now=now, state=ExtractState.RUNNING, interruptions=2, attempt=3)
    given_up = prepare(third.id, now)
    assert (given_up.state, given_up.problem) == (ExtractState.FAILED, Problem.STOPPED)


def test_what_stops_a_preparation_is_said(
    now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Any, folder: Path
) -> None:
    patients(3)
    author, territory = care.account(Role.REFERENT_TERRITORIAL), care.territory()
    demoted = extract(author.user_id, now=now, scope=Scope.TERRITORY, territory_id=territory)
    assert prepare(demoted.id, now).problem == Problem.NOT_ALLOWED
    with pytest.raises(Refused):
        operations.prepare(actor=author, extract_id=demoted.id, now=now)
    settings.EXTRACTS_MOST_ROWS = 2
    assert prepare(extract(None, now=now).id, now).problem == Problem.TOO_MANY
    settings.EXTRACTS_MOST_ROWS = 9
    monkeypatch.setattr(preparing.rules, "XLSX_ROWS", 2)
    sheet = extract(None, now=now, file_format=FileFormat.XLSX, first_day=datetime(2026, 10, 2).date())
    assert prepare(sheet.id, now).problem == Problem.TOO_MANY_FOR_XLSX
    folder.rmdir() if folder.exists() else None
    folder.write_text("a file where the folder should be")
    full = extract(None, now=now, first_day=datetime(2026, 10, 3).date())
    assert prepare(full.id, now).problem == Problem.STORAGE
    with pytest.raises(Unavailable), storage.writing("x"):
        pass
    assert not Extract.objects.exclude(state=ExtractState.FAILED, file_name="").exists()
