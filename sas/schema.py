"""Whether the database has what this version of the code needs: until then pages and jobs wait (ADR 55, ADR 59)."""

import time
from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import SeparateDatabaseAndState

Named = tuple[str, str]
"""A migration, by room and name."""

LOOK_EVERY = 1.0
"""Seconds between two looks, while something lacks."""


class _Seen:
    """What this process last saw. Once nothing lacks it is not looked at again: migrations are never taken back."""

    lacking: tuple[str, ...] = ()
    looked_at: float = 0.0


@lru_cache(maxsize=1)
def needed() -> frozenset[Named]:
    """The migrations without which this code cannot serve: read from disk once.

    All but those that are ahead of it (`ahead = True`: the next release's code may need them) and those that write
    nothing in the database. What a needed one follows is needed, whatever it says of itself.
    """
    return needed_of(MigrationLoader(None).graph)


def needed_of(graph: MigrationGraph) -> frozenset[Named]:
    """Of these migrations, those that the code beside them needs in the database."""
    found: set[Named] = set()
    for key, one in graph.nodes.items():
        if key not in found and not getattr(one, "ahead", False):
            found.update(graph.forwards_plan(key))
    return frozenset(key for key in found if not writes_nothing(graph.nodes[key]))


def writes_nothing(migration: Migration) -> bool:
    """It only tells the models' history of what another migration did: the database is the same before and after."""
    return all(
        isinstance(one, SeparateDatabaseAndState) and not one.database_operations for one in migration.operations
    )


def lacking() -> tuple[str, ...]:
    """What this code needs and the database lacks, « orientation.0010_distance_band »; raises DatabaseError.

    A database that is ahead lacks nothing: during an upgrade the code before it goes on serving.
    """
    return _absent(needed())


def still_to_come() -> tuple[str, ...]:
    """What the database lacks and this code can do without: the next version may not; raises DatabaseError."""
    return _absent(frozenset(MigrationLoader(None).graph.nodes) - needed())


def _absent(wanted: frozenset[Named]) -> tuple[str, ...]:
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
