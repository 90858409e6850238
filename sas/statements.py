"""The hot statements run prepared: planning is two thirds of a one-millisecond query."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

WAITING_FOR_NO_DISK = "set_config('synchronous_commit', 'off', true) = 'off'"
"""A condition of one `insert … select`, a transaction of its own: what a crash of the server loses of it is lost."""

Row = tuple[Any, ...]
Cells = tuple[bytes | None, ...]
"""Those of one row, in PostgreSQL's binary form."""


def run(statement: str, parameters: Mapping[str, object]) -> list[Row]:
    """Run on Django's connection, in its transaction, through a server-side prepared statement; returns the rows.

    Django's own cursors bind on the client and never prepare. Raises Django's database errors; is seen by whoever
    counts Django's queries.
    """
    with _cursor(statement) as cursor:
        cursor.execute(statement.encode(), parameters, prepare=True)
        # Asked for its description, a cursor describes each column again.
        return [] if cursor.rownumber is None else cursor.fetchall()


def cells(statement: str, parameters: Mapping[str, object]) -> Cells:
    """The one row that a statement gives, as it came: arrays of numbers are read whole. Run as `run` does."""
    with _cursor(statement) as cursor:
        return cells_by(cursor, statement=statement, parameters=parameters)


def cells_by(cursor: psycopg.Cursor, *, statement: str, parameters: Mapping[str, object]) -> Cells:
    """The same by a cursor of any connection."""
    cursor.execute(statement.encode(), parameters, prepare=True, binary=True)
    result = cursor.pgresult
    assert result is not None
    return tuple(result.get_value(0, at) for at in range(result.nfields))


@contextmanager
def _cursor(statement: str) -> Iterator[psycopg.Cursor]:
    connection = connections[DEFAULT_DB_ALIAS]  # looked up once: `django.db.connection` does so at each attribute
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor
