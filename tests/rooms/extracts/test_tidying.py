"""What ends by itself: links, orphans of the folder, old traces."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sas.actor import Actor, Role
from sas.adapters.storage import client as storage
from sas.errors import Refused
from sas.rooms.extracts import operations
from sas.rooms.extracts.enums import ExtractState
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations import Tidied
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.factories.extracts import extract, failed, ready

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-266")]


def tidied(now: datetime) -> Tidied:
    return operations.tidy_extracts(actor=Actor.SYSTEM, now=now)


@pytest.mark.shows("F-233")
def test_what_nobody_took_in_time_goes_with_its_trace(now: datetime, folder: Path) -> None:
    author = care.account(Role.ADMINISTRATEUR).user_id
    over, still = ready(author, now=now, expires_at=now), ready(author, now=now)
    assert tidied(now) == Tidied(expired=1, orphans=0)
    assert [one.name for one in folder.iterdir()] == [still.file_name]
    over.refresh_from_db()
    assert (over.state, over.file_name, over.ended_at) == (ExtractState.EXPIRED, "", now)
    assert [one.verb for one in AuditEntry.objects.filter(subject="extract")] == ["expire_extract"]
    assert tidied(now) == Tidied(0, 0)


def test_files_that_no_extract_knows_go_once_they_are_an_hour_old(now: datetime, folder: Path) -> None:
    kept = ready(None, now=now, expires_at=None)
    for name, age in (("old", timedelta(hours=2)), ("new", timedelta(minutes=5)), (kept.file_name, timedelta(days=9))):
        path = folder / name
        path.touch()
        os.utime(path, (0, (now - age).timestamp()))
    assert tidied(now).orphans == 1
    assert {one.name for one in folder.iterdir()} == {"new", kept.file_name}


def test_traces_go_after_three_months_but_not_what_still_moves(now: datetime) -> None:
    author, long_ago = care.account(Role.ADMINISTRATEUR).user_id, now - timedelta(days=91)
    failed(author, now=long_ago)
    kept = [failed(author, now=now - timedelta(days=89)), extract(author, now=long_ago)]
    assert operations.forget_extracts(actor=Actor.SYSTEM, now=now) == 1
    assert set(Extract.objects.values_list("id", flat=True)) == {one.id for one in kept}


def test_it_is_for_the_platform_and_stands_an_absent_folder(now: datetime, folder: Path) -> None:
    with pytest.raises(Refused):
        operations.tidy_extracts(actor=care.account(Role.ADMINISTRATEUR), now=now)
    assert not folder.exists()
    assert tidied(now) == Tidied(0, 0)
    storage.remove("what-is-not-there")
