"""`sas import-rpps FILE`: the Annuaire Santé extract into the directory (F-260)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from sas.rooms.directory.loaders import imports
from sas.worker import importing


class Command(BaseCommand):
    """Resumes by itself when the same file was interrupted."""

    help = "Importe un extrait de l'Annuaire Santé (PS_LibreAcces, zip ou texte)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and, for recent editions unzipped, the second one."""
        importing.add_options(parser, what="PS_LibreAcces*.zip ou PS_LibreAcces_Personne_activite_*.txt")
        parser.add_argument("--savoir-faire", type=Path, metavar="FICHIER", help="PS_LibreAcces_SavoirFaire_*.txt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, print the summary."""
        importing.run(
            self,
            options,
            now=timezone.now(),
            work=lambda conduct: imports.import_rpps(
                conduct, path=options["path"], know_how_path=options["savoir_faire"]
            ),
        )
