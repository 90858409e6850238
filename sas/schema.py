"""Whether the database has what this version of the code needs: until then pages and jobs wait (ADR 55)."""

import time
from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

LOOK_EVERY = 1.0
"""Seconds between two looks, while something lacks."""


class _Seen:
    """What this process last saw. Once nothing lacks it is not looked at again: migrations are never taken back."""

    lacking: tuple[str, ...] = ()
    looked_at: float = 0.0


@lru_cache(maxsize=1)
def needed() -> frozenset[tuple[str, str]]:
    """The migrations of this code, by room and name: read from disk once."""
    return frozenset(MigrationLoader(None).graph.nodes)


def lacking() -> tuple[str, ...]:
    """The migrations of this code that the database lacks, « orientation.0010_distance_band »; raises DatabaseError.

    A database that is ahead lacks nothing: during an upgrade the code before it goes on serving.
    """
    wanted = needed()
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        return tuple(sorted(f"{room}.{name}" for room, name in wanted - set(cursor.fetchall())))


def look() -> None:
    """Once in each process that serves pages, before the first request: elsewhere nothing ever lacks."""
    _Seen.looked_at = time.monotonic()
    try:
        _Seen.lacking = lacking()
    except DatabaseError:
        # Pages say themselves that there is no database; whether it is at this version is asked when it is back.
        _Seen.lacking = ("?",)


def still_lacking() -> tuple[str, ...]:
    """What lacked when this process last looked; looks again while something does. Asked at each request."""
    if _Seen.lacking and time.monotonic() - _Seen.looked_at > LOOK_EVERY:
        look()
    return _Seen.lacking
