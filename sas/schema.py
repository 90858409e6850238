"""Whether the database has what this version of the code needs: until then pages and jobs wait (ADR 55)."""

import time

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

LOOK_EVERY = 1.0
"""Seconds between two looks, while something lacks."""


class _Seen:
    """What this process last saw. Once nothing lacks it is not looked at again: migrations are never taken back."""

    lacking: tuple[str, ...] = ()
    looked_at: float = 0.0


def lacking() -> tuple[str, ...]:
    """The migrations of this code that the database lacks, « orientation.0010_distance_band »; raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)


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
