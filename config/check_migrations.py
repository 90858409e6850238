"""Refuse migrations that lag behind the models, fork, would lock a table that is in use, or stop the code before them.

Run by `make check`.
"""

import os
import sys
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config.safe_migrations import CONTRACT, TAKEN_AWAY, Analyser, changes_the_models


def main() -> int:
    """Run the checks on our own migrations; needs a database, which it leaves as it is."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    django.setup()
    rooms = [room for room in settings.ROOMS if (settings.BASE_DIR / "sas" / "rooms" / room / "migrations").is_dir()]
    call_command("makemigrations", "--check", "--dry-run")
    forks = _forks(rooms)
    for fork in forks:
        print(f"The migrations of {fork} fork: each but the first follows exactly one of its own room.")
    early = _early_contracts(rooms)
    for one in early:
        print(f"{one} changes models: what it takes away must have left them a release before (docs/operations.md).")
    # A room's first migration locks nothing: it makes its tables. In the others even a plain CREATE INDEX is refused.
    refused = [_refuses(rooms, ignore_name_contains=CONTRACT)]
    refused.append(_refuses(rooms, include_name_contains=CONTRACT, exclude_migration_tests=TAKEN_AWAY))
    return 1 if forks or early or any(refused) else 0


def _refuses(rooms: list[str], **chosen: Any) -> bool:
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        str(settings.BASE_DIR),
        include_apps=rooms,
        quiet=["ok", "ignore"],
        no_cache=True,
        ignore_initial_migrations=True,
        all_warnings_as_errors=True,
        **chosen,
    )
    linter.sql_analyser_class = Analyser
    linter.lint_all_migrations()
    linter.print_summary()
    return bool(linter.has_errors)


def _early_contracts(rooms: list[str]) -> list[str]:
    loader = MigrationLoader(connection)
    contracts = [one for (room, name), one in loader.disk_migrations.items() if room in rooms and CONTRACT in name]
    return [f"{one.app_label}.{one.name}" for one in contracts if changes_the_models(loader, one)]


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
