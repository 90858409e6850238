"""`sas piloting --keep-up | --recompute 2026-10-01 2026-10-31`: days are counted for dashboards, or counted again."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.piloting import operations
from sas.rooms.piloting.rules import Period
from sas.worker.arguments import day


class Command(BaseCommand):
    """Both may run while the platform is in use, and again."""

    help = "Compte les jours des tableaux de pilotage, ou recompte ceux d'une période."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--keep-up", action="store_true", help="ce que fait le worker chaque nuit")
        chosen.add_argument(
            "--recompute",
            nargs=2,
            type=day,
            metavar=("PREMIER", "DERNIER"),
            help="ajoute une version là où le compte diffère",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for days that are not over, or in the wrong order."""
        now = datetime.now(UTC)
        try:
            if options["keep_up"]:
                done = operations.keep_up(actor=Actor.SYSTEM, now=now)
            else:
                done = operations.recompute(actor=Actor.SYSTEM, period=_period(*options["recompute"]), now=now)
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write(f"Jours comptés : {done.days}. Chiffres écrits : {done.facts}. Jours restants : {done.due}.")


def _period(first: date, last: date) -> Period:
    if last < first:
        raise CommandError("Le dernier jour précède le premier.")
    return Period(first, last)
