"""Refuse migrations that lag behind the models, fork, or would lock a table that is in use (`make check`)."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader


def main() -> int:
    """Run the three checks on our own migrations; needs a database, which it leaves as it is."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    django.setup()
    from django_migration_linter import MigrationLinter

    rooms = [room for room in settings.ROOMS if (settings.BASE_DIR / "sas" / "rooms" / room / "migrations").is_dir()]
    call_command("makemigrations", "--check", "--dry-run")
    forks = _forks(rooms)
    for fork in forks:
        print(f"The migrations of {fork} fork: each but the first follows exactly one of its own room.")
    # A room's first migration locks nothing: it makes its tables. In the others even a plain CREATE INDEX is refused.
    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=rooms,
        quiet=["ok", "ignore"],
        no_cache=True,
        ignore_initial_migrations=True,
        all_warnings_as_errors=True,
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if forks or linter.has_errors else 0


def _forks(rooms: list[str]) -> list[str]:
    graph = MigrationLoader(connection).graph
    forked = []
    for room in rooms:
        own = [key for key in graph.nodes if key[0] == room]
        followed = [parent for key in own for parent in graph.nodes[key].dependencies if parent[0] == room]
        if len(followed) != len(set(followed)) or len(followed) != len(own) - 1:
            forked.append(room)
    return forked


if __name__ == "__main__":
    sys.exit(main())
