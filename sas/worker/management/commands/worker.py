"""`sas worker`: run deferred jobs and the timetable of periodic ones."""

from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """One process, several jobs at once."""

    help = "Exécute les travaux différés et périodiques."

    def handle(self, *args: Any, **options: Any) -> None:
        """Until SIGTERM or SIGINT."""
        call_command("procrastinate", "worker", "--concurrency", "4", "--delete-jobs", "successful")
