"""`sas worker`: run deferred jobs and the timetable of periodic ones."""

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from sas import schema, traces

JOBS = 4
"""At once, each in a thread."""
_EACH = 2
"""Connections of a job at most: its own, and that by which an extract tells how far it is."""


class Command(BaseCommand):
    """One process, several jobs at once."""

    help = "Exécute les travaux différés et périodiques."

    def handle(self, *args: Any, **options: Any) -> None:
        """Until SIGTERM or SIGINT. Raises CommandError before the upgrade that this version needs: start it again."""
        _enough_connections()
        if lacking := schema.lacking():
            raise CommandError(f"Base à mettre à niveau (sas upgrade) : {', '.join(lacking)}.")
        traces.start("sas-worker")
        call_command("procrastinate", "worker", "--concurrency", str(JOBS), "--delete-jobs", "successful")


def _enough_connections() -> None:
    """DATABASE_POOL counts the threads of a web process: a pool of that size would leave jobs without a connection."""
    for database in connections.settings.values():
        if pool := database["OPTIONS"].get("pool"):
            pool["max_size"] = max(pool["max_size"], _EACH * JOBS)
