"""What the nights remove, on a moved clock: exactly what the table says, and each leaves its trace (F-270)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations import closing
from sas.rooms.journal import operations as journal
from sas.rooms.journal.models import AuditEntry
from sas.rooms.protection import operations, queries
from sas.rooms.protection.operations import purging
from sas.rooms.protection.rules import LINES, STANDING, Line
from tests.house.test_journal_seals import as_owner
from tests.rooms.protection.old_things import MAKERS, dormant

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-270")]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SYSTEM = Actor.SYSTEM
NIGHTLY = [line for line in LINES if line.purge]
TECHNICAL = Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR}))


def night(line: Line, now: datetime) -> int:
    """What removes this kind, as it is called in fact; returns how many went."""
    if line.purge:
        return operations.purge(actor=SYSTEM, now=now).counts[line.kind]
    with as_owner():
        return journal.purge(actor=SYSTEM, using="default", now=now)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.kind)
def test_what_is_past_its_time_goes_and_what_is_not_stays(line: Line, now: datetime) -> None:
    limit = line.kept().limit(now)
    instants = (limit - DAY, limit - SECOND, limit + SECOND, limit + DAY)
    there = [MAKERS[line.kind](at) for at in instants]
    assert [one() for one in there] == [True] * 4
    assert night(line, now) >= 2
    assert [one() for one in there] == [False, False, True, True]


def test_every_line_is_tried_and_every_table_has_a_line_or_a_reason() -> None:
    assert set(MAKERS) == {line.kind for line in LINES}
    tables = {model._meta.label for room in configured.ROOMS for model in apps.get_app_config(room).get_models()}
    ending, staying = (
        [model for line in LINES for model in line.models],
        [model for standing in STANDING for model in standing.models],
    )
    assert {*ending, *staying} == tables
    assert not set(ending) & set(staying) and len(staying) == len(set(staying))


def test_a_night_says_what_it_removed_of_each_kind_and_of_nothing_too(now: datetime) -> None:
    MAKERS["mails"](now - 91 * DAY)
    done = operations.purge(actor=SYSTEM, now=now)
    assert done.counts == {line.kind: int(line.kind == "mails") for line in NIGHTLY} and done.failed == ()
    told = AuditEntry.objects.filter(verb="purge", subject="retention").order_by("id")
    assert [(one.subject_id, one.details) for one in told] == [
        (line.kind, {"count": int(line.kind == "mails")}) for line in NIGHTLY
    ]


def test_a_kind_that_fails_keeps_no_other_and_says_so_without_its_words(
    now: datetime, monkeypatch: Any, caplog: Any
) -> None:
    def broken(**_: Any) -> int:
        raise ValueError("claire@sas.example")

    lines = [Line(**{slot: getattr(one, slot) for slot in Line.__slots__}) for one in LINES]
    at = [one.kind for one in lines].index("links")
    lines[at] = Line(**{slot: getattr(lines[at], slot) for slot in Line.__slots__} | {"purge": broken})
    monkeypatch.setattr(purging, "LINES", tuple(lines))
    MAKERS["mails"](now - 91 * DAY)
    done = operations.purge(actor=SYSTEM, now=now)
    assert (done.failed, done.counts["mails"], "links" in done.counts) == (("links",), 1, False)
    told = AuditEntry.objects.get(verb="purge_failed")
    assert (told.subject_id, told.details) == ("links", {"failure": "ValueError"})
    assert "purge of links failed: ValueError" in caplog.text and "claire" not in caplog.text
    shown = {one.kind: one for one in queries.retention(actor=TECHNICAL, now=now)}
    assert (shown["links"].failure, shown["mails"].failure, shown["mails"].last_count) == ("ValueError", "", 1)


def test_an_account_that_cannot_be_closed_keeps_no_other(now: datetime, monkeypatch: Any) -> None:
    stuck, gone = dormant(at=now - 1200 * DAY), dormant(at=now - 1200 * DAY)

    def withdrawn(*, user_id: int, now: datetime) -> None:
        if user_id == stuck:
            raise ValueError("stuck")

    monkeypatch.setattr(closing, "withdraw_regulator", withdrawn)
    assert operations.purge(actor=SYSTEM, now=now).counts["unused_accounts"] == 1
    assert list(User.objects.filter(closed_at=None, id__in=[stuck, gone]).values_list("id", flat=True)) == [stuck]


def test_who_still_has_rights_is_not_erased_however_long_ago_he_came(now: datetime) -> None:
    long_ago = now - 1200 * DAY
    held, bare, closed = dormant(Role.EFFECTEUR, at=long_ago), dormant(at=long_ago), dormant(at=long_ago)
    User.objects.filter(id=closed).update(closed_at=long_ago)
    assert operations.purge(actor=SYSTEM, now=now).counts["unused_accounts"] == 1
    assert dict(User.objects.filter(id__in=(held, bare, closed)).values_list("id", "closed_at")) == {
        held: None,
        bare: now,
        closed: long_ago,
    }
    told = AuditEntry.objects.get(verb="close_account")
    assert (told.subject_id, told.user_id, told.details) == (str(bare), None, {"unused": True})


def test_what_nobody_purges_is_late(now: datetime) -> None:
    def late(at: datetime) -> set[str]:
        return {one.kind for one in queries.retention(actor=TECHNICAL, now=at) if one.late}

    kinds = {line.kind for line in NIGHTLY}
    assert late(now) == kinds
    operations.purge(actor=SYSTEM, now=now)
    assert late(now + 36 * DAY / 24) == set()
    assert late(now + 36 * DAY / 24 + SECOND) == kinds
    MAKERS["journal"](now)
    assert "journal" not in late(now + configured.JOURNAL_RETENTION_DAYS * DAY)
    assert "journal" in late(now + configured.JOURNAL_RETENTION_DAYS * DAY + SECOND)


def test_only_the_platform_purges_and_only_administrators_read_it(now: datetime) -> None:
    with pytest.raises(Refused):
        operations.purge(actor=TECHNICAL, now=now)
    for role in set(Role) - {Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL}:
        with pytest.raises(Refused):
            queries.retention(actor=Actor(user_id=2, roles=frozenset({role})), now=now)
