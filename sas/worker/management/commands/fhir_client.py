"""`sas fhir-client NAME`: lets a program read the FHIR server, or closes the door to it."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.exchanges import operations
from sas.rooms.exchanges.operations import ClientDraft


class Command(BaseCommand):
    """The secret is shown here, once, to whoever runs the host: only its digest is kept."""

    help = "Ouvre ou ferme la lecture du serveur FHIR à un logiciel, connu par son certificat ou par un secret."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it is known by."""
        parser.add_argument("name", metavar="NOM", help="du logiciel, pour le retrouver")
        parser.add_argument("--common-name", default="", metavar="CN", help="CN de son certificat")
        parser.add_argument("--unit", default="", metavar="OU", help="OU de son certificat")
        parser.add_argument("--secret", action="store_true", help="tire un secret, pour obtenir des jetons OAuth 2.0")
        parser.add_argument("--close", action="store_true", help="ferme l'accès de ce logiciel")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for what cannot be."""
        now, given = datetime.now(UTC), ("name", "common_name", "unit")
        try:
            if options["close"]:
                operations.close_client(actor=Actor.SYSTEM, name=options["name"], now=now)
                self.stdout.write("Accès fermé.")
                return
            draft = ClientDraft(**{name: options[name] for name in given}, with_secret=options["secret"])
            made = operations.open_client(actor=Actor.SYSTEM, draft=draft, now=now)
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        self.stdout.write(f"client_id : {made.client_id}")
        if made.secret:
            self.stdout.write(f"client_secret, montré cette seule fois : {made.secret}")
