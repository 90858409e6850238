"""`sas import-finess FILE`: the geolocated FINESS extract into the directory (F-260)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from sas.rooms.directory.loaders import imports
from sas.worker import importing


class Command(BaseCommand):
    """Both layouts and both encodings."""

    help = "Importe un extrait géolocalisé de FINESS (CSV, zippé ou non)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        importing.add_options(parser, what="etalab-cs1100507-stock-*.csv ou un zip qui le contient")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, write, print the summary."""
        importing.run(
            self,
            options,
            now=timezone.now(),
            work=lambda conduct: imports.import_finess(conduct, path=options["path"]),
        )
