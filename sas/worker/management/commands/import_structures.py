"""`sas import-structures FILE`: the CSV set that completes the national files (F-260, docs/imports.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from sas.rooms.directory.loaders import imports
from sas.worker import importing


class Command(BaseCommand):
    """Any of the files may be left out."""

    help = "Importe un jeu de fichiers CSV : structures, CPTS, SOS Médecins, horaires, conventionnement, MS Santé."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder or the zip."""
        importing.add_options(parser, what="dossier ou zip des fichiers CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, print the summary."""
        importing.run(
            self,
            options,
            now=timezone.now(),
            work=lambda conduct: imports.import_structures(conduct, path=options["path"]),
        )
