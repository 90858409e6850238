"""The trail proves that it is as it was written: whatever SQL changes, removes or adds is named (F-233, F-270)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries
from sas.rooms.journal.models import AuditEntry, AuditPurge, AuditSeal
from sas.rooms.journal.operations import sealing

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-233", "F-270")]
SYSTEM = Actor.SYSTEM
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@contextmanager
def as_owner() -> Iterator[Any]:
    """Somebody with every right on the database, and without the key."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield cursor
        cursor.execute("set session role sas_app")


def tamper(statement: str, *values: object) -> None:
    with as_owner() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def written(count: int, *, now: datetime) -> list[int]:
    for at in range(count):
        journal.record(actor=SYSTEM, verb="tried", subject="house", subject_id=at, now=now, number=at)
    return list(AuditEntry.objects.order_by("-id").values_list("id", flat=True)[:count])[::-1]


def faults(now: datetime) -> list[tuple[str, int]]:
    return [(one.kind, one.number) for one in queries.prove(actor=SYSTEM, now=now).faults]


@pytest.fixture
def sealed(now: datetime) -> list[int]:
    """Nine entries under three seals, a minute apart."""
    numbers = []
    for minute in range(3):
        numbers += written(3, now=now + minute * MINUTE)
        assert journal.seal(actor=SYSTEM, now=now + minute * MINUTE) == 3
    return numbers


def test_a_trail_that_nobody_touched_proves_itself(sealed: list[int], now: datetime) -> None:
    proof = queries.prove(actor=SYSTEM, now=now + DAY)
    assert (proof.seals, proof.entries, proof.purged, proof.faults) == (3, 9, 0, ())
    assert proof.digest == AuditSeal.objects.latest("id").digest
    assert journal.seal(actor=SYSTEM, now=now + DAY) == 0


@pytest.mark.parametrize(
    "change",
    [
        "update journal_audit_entry set verb = 'other' where id = %s",
        "update journal_audit_entry set user_id = 7 where id = %s",
        "update journal_audit_entry set at = at + interval '1 microsecond' where id = %s",
        "update journal_audit_entry set subject = 'home' where id = %s",
        "update journal_audit_entry set subject_id = '99' where id = %s",
        "update journal_audit_entry set details = '{\"number\": 99}' where id = %s",
    ],
)
def test_an_entry_that_was_changed_is_named(sealed: list[int], now: datetime, change: str) -> None:
    tamper(change, sealed[4])
    assert faults(now) == [("changed", sealed[4])]


@pytest.mark.parametrize("position", range(9))
def test_an_entry_that_was_removed_is_named(sealed: list[int], now: datetime, position: int) -> None:
    tamper("delete from journal_audit_entry where id = %s", sealed[position])
    assert faults(now) == [("missing", sealed[position])]


def test_two_entries_exchanged_are_both_named(sealed: list[int], now: datetime) -> None:
    first, second = sealed[1], sealed[2]
    tamper("update journal_audit_entry set id = id + 1000 where id = %s", first)
    tamper("update journal_audit_entry set id = %s where id = %s", first, second)
    tamper("update journal_audit_entry set id = %s where id = %s", second, first + 1000)
    assert faults(now) == [("changed", first), ("changed", second)]


def test_a_seal_that_was_changed_or_removed_breaks_the_chain(sealed: list[int], now: datetime) -> None:
    first, second, third = AuditSeal.objects.order_by("id").values_list("id", flat=True)
    tamper("update journal_auditseal set at = at + interval '1 second' where id = %s", second)
    assert faults(now) == [("broken", second)]
    tamper("delete from journal_auditseal where id = %s", second)
    assert ("broken", third) in faults(now)
    tamper("delete from journal_auditseal where id = %s", first)
    assert ("broken", third) in faults(now) and ("added", sealed[0]) in faults(now)


def test_without_the_key_nobody_seals_what_they_changed(
    sealed: list[int], now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = settings.JOURNAL_KEYS
    tamper("delete from journal_auditseal where id = %s", AuditSeal.objects.latest("id").id)
    settings.JOURNAL_KEYS = ["another key"]
    assert journal.seal(actor=SYSTEM, now=now) == 3
    settings.JOURNAL_KEYS = real
    assert faults(now) == [("unknown_key", AuditSeal.objects.latest("id").id)]


def test_a_new_key_seals_and_the_one_before_still_proves(sealed: list[int], now: datetime, settings: Any) -> None:
    settings.JOURNAL_KEYS = ["a newer key", *settings.JOURNAL_KEYS]
    written(2, now=now)
    assert journal.seal(actor=SYSTEM, now=now) == 2
    assert faults(now) == [] and len(set(AuditSeal.objects.values_list("key", flat=True))) == 2


def test_an_entry_slipped_into_the_past_is_named(sealed: list[int], now: datetime) -> None:
    before = sealed[0] - 50
    tamper("update journal_audit_entry set id = %s where id = %s", before, written(1, now=now)[0])
    assert faults(now + 2 * DAY) == [("added", before)]


def test_an_entry_committed_after_its_neighbours_is_taken_in_late(sealed: list[int], now: datetime) -> None:
    slow, _ = written(2, now=now)
    tamper("update journal_audit_entry set id = id + 1000 where id = %s", slow)
    held = AuditEntry.objects.get(id=slow + 1000)
    tamper("delete from journal_audit_entry where id = %s", held.id)
    assert journal.seal(actor=SYSTEM, now=now + 3 * MINUTE) == 1
    AuditEntry.objects.create(id=slow, at=now, user_id=None, verb="late", subject="house", details={})
    assert faults(now + 4 * MINUTE) == []
    written(1, now=now)
    assert journal.seal(actor=SYSTEM, now=now + 5 * MINUTE) == 1
    last = AuditSeal.objects.latest("id")
    assert last.late == [slow] and last.gaps == []
    assert faults(now + 2 * DAY) == []
    tamper("delete from journal_audit_entry where id = %s", slow)
    assert faults(now + 2 * DAY) == [("missing", slow)]


def test_many_entries_go_under_several_seals(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 4)
    written(10, now=now)
    assert journal.seal(actor=SYSTEM, now=now) == 10
    assert AuditSeal.objects.count() == 3 and faults(now) == []


def test_what_nobody_seals_is_said(sealed: list[int], now: datetime) -> None:
    (number,) = written(1, now=now)
    assert faults(now + 9 * MINUTE) == []
    assert faults(now + 11 * MINUTE) == [("unsealed", number)]


def test_the_trail_ends_with_its_retention_and_says_so(sealed: list[int], now: datetime, settings: Any) -> None:
    settings.JOURNAL_RETENTION_DAYS = 30
    with as_owner():
        assert journal.purge(actor=SYSTEM, using="default", now=now + 30 * DAY) == 0
        assert journal.purge(actor=SYSTEM, using="default", now=now + 30 * DAY + 2 * MINUTE) == 6
        assert journal.purge(actor=SYSTEM, using="default", now=now + 30 * DAY + 2 * MINUTE) == 0
    assert list(AuditEntry.objects.order_by("id").values_list("id", flat=True)) == sealed[6:]
    proof = queries.prove(actor=SYSTEM, now=now + 30 * DAY)
    assert (proof.seals, proof.entries, proof.purged, proof.faults) == (3, 3, 6, ())
    tamper("update journal_auditpurge set entries = 5")
    assert faults(now) == [("purge_unsigned", AuditPurge.objects.get().seal_id)]


def test_a_purge_that_nobody_signed_is_a_removal(sealed: list[int], now: datetime) -> None:
    tamper("delete from journal_audit_entry where id = %s", sealed[0])
    second = AuditSeal.objects.order_by("id")[1].id
    tamper(
        "insert into journal_auditpurge (at, seal_id, entries, key, signature) values (now(), %s, 1, 'x', 'x')", second
    )
    assert ("purge_unsigned", second) in faults(now)


def test_the_command_names_what_is_wrong(sealed: list[int]) -> None:
    told, wrong = StringIO(), StringIO()
    call_command("journal", "--verify", stdout=told, stderr=wrong)
    assert told.getvalue().startswith("3 sceaux, 9 traces lues, 0 purgées.") and wrong.getvalue() == ""
    tamper("delete from journal_audit_entry where id = %s", sealed[3])
    with pytest.raises(CommandError, match="1 anomalies"):
        call_command("journal", "--verify", stdout=told, stderr=wrong)
    assert f"trace {sealed[3]} : supprimée depuis qu'elle est scellée" in wrong.getvalue()


def test_only_the_platform_seals_and_purges(now: datetime) -> None:
    somebody = Actor(user_id=1)
    for act in (
        lambda: journal.seal(actor=somebody, now=now),
        lambda: journal.purge(actor=somebody, using="default", now=now),
        lambda: queries.prove(actor=somebody, now=now),
    ):
        with pytest.raises(Refused):
            act()
