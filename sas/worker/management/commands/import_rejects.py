"""`sas import-rejects RUN`: the refused lines of an import as CSV, to be sent to whoever keeps the file."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from sas.actor import Actor
from sas.rooms.directory.loaders import runs


class Command(BaseCommand):
    """All of them, in the order of the file."""

    help = "Écrit en CSV les lignes refusées d'un import (numéro donné par son résumé)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which import."""
        parser.add_argument("run", type=int, metavar="IMPORT")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them to the standard output."""
        writer = csv.writer(self.stdout, delimiter=";", lineterminator="\n")
        writer.writerow(["ligne", "motif", "extrait"])
        for refused in runs.refused_lines(actor=Actor.SYSTEM, run_id=options["run"]):
            writer.writerow([refused.line, refused.reason, refused.excerpt])
