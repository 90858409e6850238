"""The application writes the journal and never rewrites it; it owns nothing of the database."""

from datetime import datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from sas.actor import Actor
from sas.rooms.journal import operations as journal
from sas.worker.rights import APPEND_ONLY

pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-233")]


def _run(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}", "truncate {}"])
def test_what_is_written_stays(table: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _run(statement.format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_application_may_add_and_read(table: str) -> None:
    rights = f"has_table_privilege('sas_app', '{table}', 'insert'), has_table_privilege('sas_app', '{table}', 'select')"
    assert _run(f"select {rights}") == [(True, True)]


def test_a_trace_is_written_and_read_back(now: datetime) -> None:
    journal.record(actor=Actor.SYSTEM, verb="tried", subject="house", subject_id=7, now=now, number=3)
    assert _run("select at, user_id, verb, subject, subject_id, details->>'number' from journal_audit_entry") == [
        (now, None, "tried", "house", "7", "3")
    ]


def test_the_application_owns_no_table_and_may_make_none() -> None:
    assert _run("select current_user") == [("sas_app",)]
    assert _run("select relname from pg_class where relowner = 'sas_app'::regrole") == []
    assert _run("select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname='sas_app'") == [
        (False, False, False, False)
    ]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _run("create table house (id int)")


def test_the_application_may_not_rewrite_the_history_of_migrations() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _run("delete from django_migrations")
