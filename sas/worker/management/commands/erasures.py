"""`sas erasures --since INSTANT | --again FILE`: who was erased, and erasing them again after a restoration."""

from argparse import ArgumentParser, FileType
from datetime import UTC, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.rooms.journal import queries
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.queries import Erasure
from sas.rooms.journal.rules import Person
from sas.rooms.protection import operations


class Command(BaseCommand):
    """The list, by numbers alone, is made where the acts still are; it is carried out where they no longer are."""

    help = "Liste les personnes effacées depuis un instant, ou les efface de nouveau après une restauration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--since", type=datetime.fromisoformat, metavar="2026-11-26T14:05:00+01:00")
        chosen.add_argument("--again", type=FileType(), metavar="FICHIER", help="ce que --since a écrit ; - : l'entrée")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for an instant without a time zone, and for a line that names nobody."""
        if since := options["since"]:
            if since.tzinfo is None:
                raise CommandError("Dites le fuseau de l'instant : 2026-11-26T14:05:00+01:00.")
            for one in queries.erased_since(actor=Actor.SYSTEM, since=since):
                self.stdout.write(str(one))
            return
        named = [_erasure(line.strip()) for line in options["again"] if line.strip()]
        done = operations.erase_again(actor=Actor.SYSTEM, erasures=named, now=datetime.now(UTC))
        self.stdout.write(f"Personnes lues : {len(named)}. Effacées de nouveau : {done}.")


def _erasure(line: str) -> Erasure:
    kind, _, number = line.partition(":")
    if kind not in {"account", *(one.value for one in PersonKind)} or not number.isdecimal():
        raise CommandError("Chaque ligne nomme une personne par son numéro : account:12, user:12.")
    if kind == "account":
        return Erasure(Person(PersonKind.USER, int(number)), account=True)
    return Erasure(Person(PersonKind(kind), int(number)))
