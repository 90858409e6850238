"""The hot statements run prepared: planning is two thirds of a one-millisecond query."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

Row = tuple[Any, ...]


def run(statement: str, parameters: Mapping[str, object]) -> list[Row]:
    """Run on Django's connection, in its transaction, through a server-side prepared statement; returns the rows.

    Django's own cursors bind on the client and never prepare. Raises Django's database errors; is seen by whoever
    counts Django's queries.
    """
    connection.ensure_connection()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []
