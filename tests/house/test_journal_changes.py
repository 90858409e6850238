"""What changed is kept, what is somebody's under a key of theirs: without it nothing is read, and the seals prove."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from sas.actor import Actor, Circumstances, Role
from sas.errors import Refused
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import AuditEntry, PersonKey
from sas.rooms.journal.operations.person_keys import KeyLost
from sas.rooms.journal.rules import ERASED, Change, Entry, Person, mark_of
from sas.rooms.journal.rules.seals import Later
from sas.rooms.journal.rules.secrets import new_key, opened, sealed, unwrapped, wrapped

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-233", "F-270")]
SYSTEM = Actor.SYSTEM
WATCHER = Actor(user_id=3, roles=frozenset({Role.ADMINISTRATEUR}))
CAMILLE = Person(PersonKind.USER, 12)
MOVED = Change(
    {"family_name": "Le Goff", "roles": ["ioa"], "email": "camille@sas.example"},
    {"family_name": "Le Bihan", "roles": ["ioa", "delegataire"], "email": "camille@sas.example"},
    about=CAMILLE,
    plain=("roles",),
)


def written(change: Change | None, now: datetime, **about: Any) -> AuditEntry:
    asked: dict[str, Any] = {"actor": SYSTEM, "verb": "tried", "subject": "user", "subject_id": 12}
    journal.record_change(**asked | about, now=now, change=change)
    return AuditEntry.objects.latest("id")


def sides(entry: AuditEntry, now: datetime) -> tuple[Any, Any]:
    found = queries.trace(actor=WATCHER, number=entry.id)
    assert found is not None
    return dict(found.before), dict(found.after)


@contextmanager
def as_owner() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        yield cursor
        cursor.execute("set session role sas_app")


def test_what_differs_is_kept_and_what_is_somebodys_cannot_be_read_in_the_table(now: datetime) -> None:
    entry = written(MOVED, now)
    assert (entry.about, set(entry.before), set(entry.after)) == ("user:12", {"family_name", "roles"}, {*entry.before})
    assert (entry.before["roles"], entry.after["roles"]) == (["ioa"], ["ioa", "delegataire"])
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(e)::text from journal_audit_entry e where id = %s", [entry.id])
        told = cursor.fetchone()[0]
    assert "Goff" not in told and "Bihan" not in told and "camille" not in told
    assert len(entry.before["family_name"]["sealed"]) == len(entry.after["family_name"]["sealed"])
    assert sides(entry, now) == (
        {"family_name": "Le Goff", "roles": ["ioa"]},
        {"family_name": "Le Bihan", "roles": ["ioa", "delegataire"]},
    )


def test_a_forgotten_person_is_read_no_more_and_the_trail_still_proves(now: datetime) -> None:
    entry, other = (
        written(MOVED, now),
        written(Change({}, {"email": "a@b.example"}, about=Person(CAMILLE.kind, 13)), now),
    )
    assert journal.seal(actor=SYSTEM, now=now) == 2
    assert journal.forget_person(actor=SYSTEM, kind=PersonKind.USER, person_id=12)
    assert not journal.forget_person(actor=SYSTEM, kind=PersonKind.USER, person_id=12)
    assert sides(entry, now) == (
        {"family_name": ERASED, "roles": ["ioa"]},
        {"family_name": ERASED, "roles": ["ioa", "delegataire"]},
    )
    assert sides(other, now) == ({}, {"email": "a@b.example"})
    assert queries.prove(actor=SYSTEM, now=now + timedelta(days=2)).faults == ()
    again = written(MOVED, now)
    assert sides(entry, now)[0]["family_name"] == ERASED and sides(again, now)[0]["family_name"] == "Le Goff"


def test_settings_of_the_platform_are_kept_as_they_are_and_need_no_key(now: datetime) -> None:
    entry = written(Change({"hours": 2, "on": now.date()}, {"hours": 3, "on": now.date()}), now)
    written(Change({"roles": ["ioa"]}, {"roles": []}, about=CAMILLE, plain=("roles",)), now)
    assert (entry.about, entry.before, entry.after) == ("", {"hours": 2}, {"hours": 3})
    assert not PersonKey.objects.exists()


def test_one_key_for_a_person_whatever_the_number_of_changes(now: datetime, django_assert_num_queries: Any) -> None:
    written(MOVED, now)
    with django_assert_num_queries(2):
        journal.record_change(actor=SYSTEM, verb="tried", subject="user", subject_id=12, now=now, change=MOVED)
    assert list(PersonKey.objects.values_list("person", flat=True)) == ["user:12"]


@pytest.mark.parametrize("statement", ["update journal_personkey set person = 'user:1'", "truncate journal_personkey"])
def test_a_key_may_go_and_never_become_anothers(statement: str, now: datetime) -> None:
    written(MOVED, now)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    with as_owner() as cursor:
        cursor.execute(
            "insert into journal_personkey select 'user:13', master, wrapped, made_at from journal_personkey"
        )
    with pytest.raises(KeyLost):
        written(Change({}, {"email": "x"}, about=Person(PersonKind.USER, 13)), now)


def test_a_new_master_key_wraps_and_the_one_before_still_opens(now: datetime, settings: Any) -> None:
    entry, before = written(MOVED, now), settings.JOURNAL_PERSON_KEYS
    settings.JOURNAL_PERSON_KEYS = ["newer", *before]
    written(Change({}, {"email": "x"}, about=Person(PersonKind.USER, 13)), now)
    assert sides(entry, now)[0]["family_name"] == "Le Goff"
    assert len(set(PersonKey.objects.values_list("master", flat=True))) == 2
    settings.JOURNAL_PERSON_KEYS = ["newer"]
    assert sides(entry, now)[0]["family_name"] == ERASED
    with pytest.raises(KeyLost):
        written(MOVED, now)


def test_a_value_opens_under_its_own_name_and_its_own_key_alone() -> None:
    key, kept = new_key(), sealed("Le Goff", key=new_key(), field="family_name")
    assert opened({"family_name": kept}, key=key) == {"family_name": ERASED}
    kept = sealed("Le Goff", key=key, field="family_name")
    assert opened({"family_name": kept}, key=key) == {"family_name": "Le Goff"}
    assert opened({"email": kept}, key=key) == {"email": ERASED}
    master, row = wrapped(key, person="user:12")
    assert unwrapped(row, master=master, person="user:12") == key
    assert unwrapped(row, master=master, person="user:13") is None
    assert unwrapped(row, master="unknown", person="user:12") is None


def test_who_asks_is_told_as_what_for_whom_and_from_where(now: datetime) -> None:
    how = Circumstances("a1b2", "192.0.2.0/24", (Role.DELEGATAIRE,))
    keeper = Actor(7, for_whom={5: "professional:9"}, structures=frozenset({4}), circumstances=how)
    for about, whom in (
        ({"subject": "place", "subject_id": 5}, "professional:9"),
        ({"subject": "orientation", "subject_id": 1, "place": 5}, "professional:9"),
        ({"subject": "structure", "subject_id": 4}, "structure:4"),
        ({"subject": "structure", "subject_id": 5}, ""),
        ({"subject": "place", "subject_id": 6}, ""),
    ):
        entry = written(None, now, actor=keeper, **about)
        assert (entry.roles, entry.request_id, entry.network) == (["delegataire"], "a1b2", "192.0.2.0/24")
        assert entry.for_whom == whom
    entry = written(None, now)
    assert (entry.roles, entry.for_whom, entry.request_id, entry.network) == ([], "", "", "")


@pytest.mark.parametrize(
    "change",
    [
        "roles = '{}'",
        "for_whom = 'professional:8'",
        "request_id = ''",
        "network = '198.51.100.0/24'",
        "about = 'user:13'",
        "before = '{}'",
        "after = '{}'",
        "roles = '{}', for_whom = '', request_id = '', network = '', about = '', before = '{}', after = '{}'",
    ],
)
def test_all_that_an_entry_says_is_sealed(change: str, now: datetime) -> None:
    how = Circumstances("a1b2", "192.0.2.0/24", (Role.DELEGATAIRE,))
    actor = Actor(7, for_whom={5: "professional:9"}, circumstances=how)
    number = written(MOVED, now, actor=actor, subject="place", subject_id=5).id
    journal.seal(actor=SYSTEM, now=now)
    with as_owner() as cursor:
        cursor.execute(f"update journal_audit_entry set {change} where id = %s", [number])
    assert [(one.kind, one.number) for one in queries.prove(actor=SYSTEM, now=now).faults] == [("changed", number)]


def test_entries_of_before_keep_their_mark_and_take_nothing_on(now: datetime) -> None:
    """The mark of an entry as it was computed when entries said seven things."""
    entry = Entry(1, now, None, "tried", "house", "7", {"number": 3}, Later())
    assert mark_of(entry, key=b"key").hex() == "4e23ed7808518ed9ca48543af4115cdf"
    older = written(None, now, subject="house", subject_id=7)
    journal.seal(actor=SYSTEM, now=now)
    with as_owner() as cursor:
        cursor.execute("update journal_audit_entry set network = '192.0.2.0/24' where id = %s", [older.id])
    assert [(one.kind, one.number) for one in queries.prove(actor=SYSTEM, now=now).faults] == [("changed", older.id)]


def test_forgetting_runs_inside_the_transaction_that_erases() -> None:
    with transaction.atomic():
        assert not journal.forget_person(actor=SYSTEM, kind=PersonKind.USER, person_id=12)


def test_an_operator_forgets_somebody_who_has_no_account_to_close(now: datetime) -> None:
    entry, told = written(MOVED, now), StringIO()
    call_command("journal", "--forget", "user:12", stdout=told)
    call_command("journal", "--forget", "user:12", stdout=told)
    assert told.getvalue().splitlines() == ["Clé détruite.", "Le journal ne tient aucune clé de cette personne."]
    assert sides(entry, now)[0]["family_name"] == ERASED
    assert list(AuditEntry.objects.filter(verb="forget_person").values_list("subject", "subject_id")) == [
        ("user", "12")
    ]
    for wrong in ("user:x", "12", "nobody:12"):
        with pytest.raises(CommandError, match="au choix : user, professional, structure, place, territory"):
            call_command("journal", "--forget", wrong)
    with pytest.raises(Refused):
        journal.forget_alone(actor=WATCHER, kind=PersonKind.USER, person_id=12, now=now)
