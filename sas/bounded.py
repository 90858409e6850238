"""A connection that waits for no server longer than told: a frozen one holds nobody (ADR 56)."""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

Answer = TypeVar("Answer")
SECONDS = 2.0
"""That one statement may take on a standby: a search takes a few hundredths."""


class Bounded(psycopg.Connection[Any]):
    """As psycopg's, but each wait ends after SECONDS: raises psycopg.OperationalError, and is closed."""

    def wait(self, gen: PQGen[Answer], interval: float = 0.1, timeout: float | None = None) -> Answer:
        """Drive one exchange with the server."""
        try:
            return super().wait(gen, interval, SECONDS if timeout is None else timeout)
        except psycopg.OperationalError:
            # Lost, or too late: what it would answer belongs to no question any more.
            self.pgconn.finish()
            raise
