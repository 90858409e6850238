"""`sas maintenance on|off`: every page of this host says that the platform is under maintenance, or answers again."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import BaseCommand

from sas import maintenance


class Command(BaseCommand):
    """Writes or removes a file that web processes look at: no database is needed, nothing restarts."""

    help = "Met les pages de cette machine en maintenance, ou les rouvre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With --minutes, the page says when the platform should answer again."""
        parser.add_argument("switch", choices=("on", "off"), help="on : en maintenance ; off : ouvertes")
        parser.add_argument("--minutes", type=int, help="la durée prévue")

    def handle(self, *args: Any, **options: Any) -> None:
        """May be run again: the last word counts."""
        if options["switch"] == "off":
            maintenance.end()
            self.stdout.write("Les pages répondent.")
            return
        minutes = options["minutes"]
        maintenance.begin(until=datetime.now(UTC) + timedelta(minutes=minutes) if minutes else None)
        self.stdout.write("Les pages annoncent la maintenance. Pour les rouvrir : sas maintenance off")
