"""`sas offer --rebuild | --check`: the read model of the search, made anew or compared with the truth."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.rooms.offer import operations


class Command(BaseCommand):
    """Both may run while the platform is in use."""

    help = "Reconstruit ce que la recherche lit, ou le compare aux agendas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--rebuild", action="store_true", help="reconstruit toutes les lignes")
        chosen.add_argument("--check", action="store_true", help="compte les lieux montrés autrement que leur agenda")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when --check finds a difference."""
        now = datetime.now(UTC)
        if options["rebuild"]:
            self.stdout.write(f"Lieux projetés : {operations.rebuild(actor=Actor.SYSTEM, now=now)}")
            return
        operations.sweep(actor=Actor.SYSTEM, now=now)
        if wrong := operations.differences(actor=Actor.SYSTEM, now=now):
            raise CommandError(f"{wrong} lieux sont montrés autrement que leur agenda : sas offer --rebuild")
        self.stdout.write("0 différence.")
