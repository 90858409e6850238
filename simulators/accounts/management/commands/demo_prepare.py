"""`sas demo-prepare`: all that the demonstration's database needs, by one process instead of three."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """Upgrade, population, accounts and editors, in this order; what is there already is not made again."""

    help = "Met la base à niveau, charge la population de démonstration, crée ses comptes et déclare ses éditeurs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the table of accounts, the cards and the files of the editors are written."""
        parser.add_argument("--accounts", type=Path, required=True, help="le fichier où écrire la liste des comptes")
        parser.add_argument("--cards", type=Path, required=True, help="le fichier où écrire les cartes de test")
        parser.add_argument(
            "--editors", type=Path, required=True, help="le dossier où écrire ce qu'il faut aux éditeurs"
        )
        parser.add_argument("--editor-addresses", nargs="+", required=True, help="l'adresse de chaque éditeur")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a step fails."""
        self.stdout.write("Mise à niveau…")
        call_command("upgrade", verbosity=0)
        self.stdout.write("Population de démonstration (longue la première fois)…")
        call_command("demo_data", if_absent=True, stdout=self.stdout)
        options["accounts"].parent.mkdir(parents=True, exist_ok=True)
        with options["accounts"].open("w") as table:
            call_command("demo_accounts", cards=options["cards"], stdout=table)
        call_command("demo_editors", folder=options["editors"], addresses=options["editor_addresses"])
