"""Refuse migrations that lag behind the models, fork, would lock a table that is in use, or stop the code before them.

And those that say they are ahead of the code and are not (ADR 59). Run by `make check`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from config import served_schema
from config.safe_migrations import CONTRACT, TAKEN_AWAY, Analyser, changes_the_models
from sas import schema


def main() -> int:
    """Run the checks on our own migrations; needs an empty database in DATABASE_OWNER_URL, which it fills."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
    django.setup()
    if connection.introspection.table_names():
        sys.exit("This database is not empty: python -m config.embedded_pg lends one.")
    rooms = [room for room in settings.ROOMS if (settings.BASE_DIR / "sas" / "rooms" / room / "migrations").is_dir()]
    call_command("makemigrations", "--check", "--dry-run")
    # A room's first migration locks nothing: it makes its tables. In the others even a plain CREATE INDEX is refused.
    refused = [_refuses(rooms, ignore_name_contains=CONTRACT)]
    refused.append(_refuses(rooms, include_name_contains=CONTRACT, exclude_migration_tests=TAKEN_AWAY))
    found = [*_forks(rooms), *_early_contracts(rooms), *_not_ahead(), *_untold(rooms)]
    for one in found:
        print(one)
    return 1 if found or any(refused) else 0


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


def _early_contracts(rooms: list[str]) -> Iterator[str]:
    loader = MigrationLoader(connection)
    for one in loader.disk_migrations.values():
        if one.app_label not in rooms or CONTRACT not in one.name:
            continue
        if changes_the_models(loader, one):
            yield f"{one} changes models: what it takes away left them a release before (docs/operations.md)."
        if not getattr(one, "ahead", False):
            yield f"{one} is a contract, for which no code waits: it says ahead = True."


def _forks(rooms: list[str]) -> Iterator[str]:
    graph = MigrationLoader(connection).graph
    for room in rooms:
        own = [key for key in graph.nodes if key[0] == room]
        followed = [parent for key in own for parent in graph.nodes[key].dependencies if parent[0] == room]
        if len(followed) != len(set(followed)) or len(followed) != len(own) - 1:
            yield f"The migrations of {room} fork: each but the first follows exactly one of its own room."


def _not_ahead() -> Iterator[str]:
    """Made without what says it is ahead of the code, then with it, the database holds all that the models name."""
    named, oldest, newest = served_schema.described(), served_schema.oldest(), served_schema.newest()
    for one in served_schema.absent(named, oldest):
        yield f"The code needs « {one} », which only a migration that is said to be ahead of it brings, or none."
    for one in served_schema.lifted(oldest, newest):
        yield f"A migration that is said to be ahead of the code lifts « {one} », which the code may need lifted."
    for one in served_schema.absent(named, newest):
        yield f"With every migration, the database lacks « {one} », as the models describe it."


def _untold(rooms: list[str]) -> list[str]:
    """Code that stands aside until an upgrade says so to operators: the newest part of CHANGELOG.md names what."""
    last = _git("describe", "--tags", "--abbrev=0")
    if not last:
        print("No version is tagged in this clone: what is new since the last one was not compared.")
        return []
    before = {Path(path) for path in _git("ls-tree", "-r", "--name-only", last, "sas/rooms").splitlines()}
    ours = [(room, name) for room, name in sorted(schema.needed()) if room in rooms]
    since = [f"{room}.{name}" for room, name in ours if Path(f"sas/rooms/{room}/migrations/{name}.py") not in before]
    return unsaid(since, changelog=(settings.BASE_DIR / "CHANGELOG.md").read_text(encoding="utf-8"))


def unsaid(names: list[str], *, changelog: str) -> list[str]:
    """Those that the part on the version in preparation does not name, each in a sentence."""
    newest = changelog.split("\n## ")[1]
    missing = [one for one in names if f"`{one}`" not in newest]
    return [f"CHANGELOG.md does not say that this version stands aside until `{one}` is there." for one in missing]


def _git(*arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run([git, *arguments], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
