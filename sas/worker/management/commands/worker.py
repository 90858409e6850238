"""`sas worker`: run deferred jobs and the timetable of periodic ones."""

from typing import Any

from django.core.management import BaseCommand, CommandError, call_command

from sas import schema, traces


class Command(BaseCommand):
    """One process, several jobs at once."""

    help = "Exécute les travaux différés et périodiques."

    def handle(self, *args: Any, **options: Any) -> None:
        """Until SIGTERM or SIGINT. Raises CommandError before the upgrade that this version needs: start it again."""
        if lacking := schema.lacking():
            raise CommandError(f"Base à mettre à niveau (sas upgrade) : {', '.join(lacking)}.")
        traces.start("sas-worker")
        call_command("procrastinate", "worker", "--concurrency", "4", "--delete-jobs", "successful")
