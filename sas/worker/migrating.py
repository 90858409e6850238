"""Migrations on a database in use: none makes pages wait for long behind a lock that it waits for itself."""

import time

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations import Migration
from psycopg.errors import LockNotAvailable

LOCK_SECONDS = 3
"""How long a migration may wait for a table that an extract reads: whoever comes after it waits behind it."""
PAUSE_SECONDS = 5
"""Between two tries: what waited goes first."""
TRIES = 60


class _Migrate(migrate.Command):
    """Django's own, whose waits for locks are bounded."""

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:  # noqa: FBT001, FBT002  Django's signature
        """Before each migration. One outside a transaction takes no lock that stops pages, and is not safe to cut."""
        if action == "apply_start" and migration:
            seconds = LOCK_SECONDS if migration.atomic else 0
            with connections["owner"].cursor() as cursor:
                cursor.execute("select set_config('lock_timeout', %s, false)", [f"{seconds}s"])
        super().migration_progress_callback(action, migration, fake)


def migrate_in_use(*, verbosity: int) -> None:
    """Apply what lacks, each migration whole or not at all; raises OperationalError when a lock never comes."""
    for left in reversed(range(TRIES)):
        try:
            call_command(_Migrate(), database="owner", verbosity=verbosity, interactive=False)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or not left:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            _wait_for_locks_again()
            return


def _wait_for_locks_again() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', '0', false)")
