"""`sas publish-terms FILE`: a new version of the CGU, asked of everybody at their next page."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts import operations


class Command(BaseCommand):
    """The versions of before stay readable."""

    help = "Publie une nouvelle version des CGU : chacun l'accepte à sa prochaine page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A text in UTF-8."""
        parser.add_argument(
            "path", type=Path, metavar="FICHIER", help="texte ; une ligne qui commence par # est un titre"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a file that cannot be read as text, or is empty."""
        try:
            text = options["path"].read_text(encoding="utf-8")
            number = operations.publish_terms(actor=Actor.SYSTEM, text=text, now=datetime.now(UTC))
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"{options['path']} ne se lit pas comme un texte en UTF-8.") from problem
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write(f"CGU publiées : version {number}.")
