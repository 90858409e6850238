"""Reading the same instant from the first line to the last, and telling meanwhile how far one is."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction
from psycopg import IsolationLevel

_BEAT = """
update extracts_extract set rows_done = %(done)s, rows_expected = greatest(rows_expected, %(done)s),
       beat_at = clock_timestamp()
where id = %(extract)s and attempt = %(attempt)s and state = 'running'
"""
_EXPECT = """
update extracts_extract set rows_expected = %(expected)s, beat_at = clock_timestamp()
where id = %(extract)s and attempt = %(attempt)s and state = 'running'
"""

_ABOUT = """
update extracts_extract set structure_ids = %(structures)s
where id = %(extract)s and attempt = %(attempt)s and state = 'running'
"""


class Superseded(Exception):
    """Another preparation of the same extract has begun: this one has nothing to say any more."""


class Progress:
    """What a preparation tells, on a connection of its own: the one that reads holds a snapshot and writes nothing."""

    def __init__(self, *, extract_id: int, attempt: int) -> None:
        self._known = {"extract": extract_id, "attempt": attempt}
        self._connection = connections.create_connection("default")

    def expect(self, rows: int) -> None:
        """How many lines there will be; raises Superseded."""
        self._say(_EXPECT, expected=rows)

    def about(self, structures: Collection[int]) -> None:
        """Of which structures the file holds something: asked again when it is taken; raises Superseded."""
        self._say(_ABOUT, structures=sorted(structures))

    def tell(self, rows: int) -> None:
        """How many lines are written; raises Superseded."""
        self._say(_BEAT, done=rows)

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _say(self, statement: str, **told: int | list[int]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, {**self._known, **told})
            if not cursor.rowcount:
                raise Superseded


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that only reads, and reads one instant: BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY."""
    connection.ensure_connection()
    line = connection.connection
    line.isolation_level, line.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic(durable=True):
            yield
    finally:
        if connection.connection is line and not line.closed:
            line.isolation_level, line.read_only = None, None
