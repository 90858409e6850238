"""`sas indicators --keep-up | --recompute 2026-10`: the figures of Avenant 9, brought up to date or computed again."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import UTC, date, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.indicators import operations


class Command(BaseCommand):
    """Both may run while the platform is in use, and again."""

    help = "Tient à jour les chiffres de l'avenant 9, ou recalcule ceux d'un mois clos."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--keep-up", action="store_true", help="ce que fait le worker chaque nuit")
        chosen.add_argument(
            "--recompute", type=_month, metavar="AAAA-MM", help="ajoute une version là où le calcul diffère"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a month that is not closed."""
        now = datetime.now(UTC)
        try:
            if options["keep_up"]:
                done = operations.keep_up(actor=Actor.SYSTEM, now=now)
            else:
                done = operations.recompute(actor=Actor.SYSTEM, month=options["recompute"], now=now)
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write(f"Mois clos : {done.months}. Chiffres écrits : {done.facts}. Lignes : {done.lines}.")


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError as unreadable:
        raise ArgumentTypeError(f"{text} : un mois s'écrit 2026-10") from unreadable
