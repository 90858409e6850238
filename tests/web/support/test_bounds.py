"""At national size a page of support reads no table from end to end."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from tests.factories import care
from tests.factories.browsers import browser

ROWS = 100_000
_ACCOUNTS = """
insert into accounts_user (email, family_name, given_name, is_active, roles, password, created_at, name_key)
select 'support' || n || '@sas.example', 'Nom ' || n, 'Prénom', true, '{ioa}', '', now(), 'nom ' || n
from generate_series(1, %s) n
"""
_TRACES = """
insert into journal_audit_entry (at, user_id, verb, subject, subject_id, details)
select now(), n %% 5000, 'tried', 'house', n, '{}' from generate_series(1, %s) n
"""
# What a page may read of a table: its fifty rows, the thousand that are counted, and what an index costs.
BUDGET = 2_000


def _fill() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [ROWS])
        cursor.execute(_TRACES, [ROWS])
        cursor.execute("reset role; analyze accounts_user; analyze journal_audit_entry; set session role sas_app")


def _read(sql: str) -> int:
    """How many rows the statement takes from its tables and indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, format json) {sql}")
        told = cursor.fetchone()[0]
    return sum(_rows(node) for node in _nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", ()) for node in _nodes(part))]


def _rows(node: dict[str, Any]) -> int:
    kept = node["Actual Rows"] if "Scan" in node["Node Type"] else 0
    return int((kept + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])


@pytest.mark.long
@pytest.mark.django_db
def test_lists_and_searches_read_few_rows_of_a_hundred_thousand() -> None:
    client = browser(care.account(Role.ADMINISTRATEUR))
    _fill()
    for address in (
        "accounts.user",
        "accounts.user?p=20",
        "accounts.user?q=Support77777@sas.example",
        "accounts.user?q=77777",
        "accounts.user?q=nobody@sas.example",
        "journal.auditentry",
        "journal.auditentry?p=20",
        "journal.auditentry?q=77",
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/support/{address}").status_code == 200
        read = [one["sql"] for one in asked if 'FROM "accounts_user"' in one["sql"] or 'FROM "journal_' in one["sql"]]
        assert len(read) == 2, read
        assert [(address, rows) for sql in read if (rows := _read(sql)) > BUDGET] == []
