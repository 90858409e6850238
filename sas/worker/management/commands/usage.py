"""`sas usage --keep-up | --recount 2026-11-23`: the searches of each day, counted or counted again."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.usage import operations
from sas.worker.arguments import day


class Command(BaseCommand):
    """Both may run while the platform is in use, and again."""

    help = "Compte les recherches de chaque jour, ou recompte celles d'un jour dont les événements sont conservés."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--keep-up", action="store_true", help="ce que fait le worker chaque nuit")
        chosen.add_argument("--recount", type=day, metavar="AAAA-MM-JJ", help="ajoute une version si le compte diffère")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a day that cannot be counted."""
        now = datetime.now(UTC)
        try:
            if options["keep_up"]:
                done = operations.keep_up(actor=Actor.SYSTEM, now=now)
            else:
                done = operations.count_day(actor=Actor.SYSTEM, day=options["recount"], now=now)
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write(f"Jours : {done.days}. Lignes : {done.cells}.")
