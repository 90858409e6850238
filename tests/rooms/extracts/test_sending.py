"""Monthly files: prepared once a month, brought to their folder, tried again while that is away."""

import hashlib
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.extracts import operations, queries
from sas.rooms.extracts.enums import ExtractState, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.extracts import CONTENT, ready

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]


@pytest.fixture
def target(tmp_path: Path, settings: Any) -> Path:
    """Where the settings say."""
    settings.EXTRACTS_MONTHLY = ["orientations", "users"]
    settings.EXTRACTS_MONTHLY_TO = f"file://{tmp_path}/sent"
    return tmp_path / "sent"


def send(now: datetime) -> int:
    return operations.send_due(actor=Actor.SYSTEM, now=now)


def plan(now: datetime) -> int:
    return operations.plan_sendings(actor=Actor.SYSTEM, now=now)


def test_each_month_is_prepared_once(target: Path, now: datetime) -> None:
    assert [plan(now), plan(now + timedelta(days=3)), plan(datetime(2026, 12, 1, 5, tzinfo=UTC))] == [2, 0, 2]
    found = Extract.objects.filter(first_day=date(2026, 10, 1), last_day=date(2026, 10, 31)).order_by("dataset")
    assert [(one.dataset, one.author_id, one.scope) for one in found] == [
        ("orientations", None, Scope.NATIONAL),
        ("users", None, Scope.NATIONAL),
    ]
    with pytest.raises(Refused):
        operations.plan_sendings(actor=care.account(Role.ADMINISTRATEUR), now=now)
    with pytest.raises(Refused):
        operations.send_due(actor=care.account(Role.ADMINISTRATEUR), now=now)


def test_nothing_is_prepared_unless_settings_ask(now: datetime) -> None:
    assert operations.plan_sendings(actor=Actor.SYSTEM, now=now) == 0
    assert not queries.sends_monthly(actor=Actor.SYSTEM)


@pytest.mark.shows("F-233")
def test_a_file_is_brought_whole_with_its_checksum(target: Path, now: datetime, folder: Path) -> None:
    target.mkdir()
    made = ready(None, now=now, expires_at=None, due_at=now)
    ready(None, now=now, expires_at=None, due_at=now + timedelta(minutes=1), first_day=date(2026, 9, 1))
    assert send(now) == 1
    name = "sas-orientations-2026-10.csv"
    assert (target / name).read_bytes() == CONTENT
    assert stat.S_IMODE((target / name).stat().st_mode) == 0o640
    assert (target / f"{name}.sha256").read_text() == f"{hashlib.sha256(CONTENT).hexdigest()}  {name}\n"
    assert {one.name for one in target.iterdir()} == {name, f"{name}.sha256"}
    made.refresh_from_db()
    assert (made.state, made.ended_at, made.due_at) == (ExtractState.SENT, now, None)
    assert len(list(folder.iterdir())) == 1
    assert AuditEntry.objects.latest("id").verb == "send_extract"
    assert send(now) == 0


def test_what_does_not_arrive_is_tried_again_later_each_time_then_given_up(target: Path, now: datetime) -> None:
    made = ready(None, now=now, expires_at=None, due_at=now)
    administrator = care.account(Role.ADMINISTRATEUR_NATIONAL)
    waits, at = [], now
    for _ in range(7):
        assert (send(at), send(at)) == (0, 0)
        made.refresh_from_db()
        assert (made.state, made.problem) == (ExtractState.READY, Problem.NOT_TAKEN)
        waits.append((made.due_at - at) // timedelta(minutes=1))
        at = made.due_at
    assert waits == [5, 10, 20, 40, 80, 160, 320]
    assert queries.failed_sendings(actor=administrator) == 0
    assert send(at) == 0
    made.refresh_from_db()
    assert (made.state, made.file_name, made.due_at, made.tries) == (ExtractState.FAILED, "", None, 8)
    assert queries.failed_sendings(actor=administrator) == 1
    assert queries.sendings(actor=administrator, now=at)[0].problem == Problem.NOT_TAKEN
    with pytest.raises(Refused):
        queries.sendings(actor=care.account(Role.REFERENT_TERRITORIAL), now=at)


def test_a_file_that_is_lost_is_not_tried_for_ever(target: Path, now: datetime, folder: Path) -> None:
    made = ready(None, now=now, expires_at=None, due_at=now)
    (folder / made.file_name).unlink()
    assert send(now) == 0
    made.refresh_from_db()
    assert (made.state, made.problem) == (ExtractState.FAILED, Problem.LOST)
