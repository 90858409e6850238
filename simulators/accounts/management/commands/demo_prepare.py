"""`sas demo-prepare`: all that the demonstration's database needs, by one process instead of three."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """The upgrade, the population and the accounts, in this order; what is there already is not made again."""

    help = "Met la base à niveau, charge la population de démonstration et crée ses comptes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the table of accounts and the cards are written."""
        parser.add_argument("--accounts", type=Path, required=True, help="le fichier où écrire la liste des comptes")
        parser.add_argument("--cards", type=Path, required=True, help="le fichier où écrire les cartes de test")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a step fails."""
        self.stdout.write("Mise à niveau…")
        call_command("upgrade", verbosity=0)
        self.stdout.write("Population de démonstration (longue la première fois)…")
        call_command("demo_data", if_absent=True, stdout=self.stdout)
        options["accounts"].parent.mkdir(parents=True, exist_ok=True)
        with options["accounts"].open("w") as table:
            call_command("demo_accounts", cards=options["cards"], stdout=table)
