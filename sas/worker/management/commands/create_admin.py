"""`sas create-admin ADDRESS`: an administrator, and the link that gives the first password."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.accounts import operations


class Command(BaseCommand):
    """Asks for no password and sends no mail: the link is shown here, to whoever runs the host."""

    help = "Crée un compte d'administrateur et affiche le lien de sa première connexion."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it is."""
        parser.add_argument("email", metavar="ADRESSE", help="adresse électronique, qui sert d'identifiant")
        parser.add_argument("--family-name", required=True, metavar="NOM")
        parser.add_argument("--given-name", required=True, metavar="PRÉNOM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for an address that is not one, or is taken."""
        who = {name: options[name] for name in ("email", "family_name", "given_name")}
        try:
            validate_email(who["email"])
            token = operations.create_administrator(actor=Actor.SYSTEM, **who, now=datetime.now(UTC))
        except ValidationError as problem:
            raise CommandError("Cette adresse n'est pas complète : elle s'écrit nom@domaine.fr.") from problem
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write("Compte créé. Ce lien donne le mot de passe, une fois, pendant sept jours :")
        self.stdout.write(f"{settings.PUBLIC_URL}/premiere-connexion/{token}")
