"""`sas upgrade`: bring the database to this version, as the owner of its tables, and grant the application's rights."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import DatabaseError, connections

from sas import schema
from sas.actor import Actor
from sas.rooms.accounts import operations as accounts
from sas.rooms.directory.loaders import reference
from sas.rooms.help import operations as help_entries
from sas.worker.migrating import migrate_in_use
from sas.worker.rights import grant_application_rights

MIGRATION_LOCK = 7_275_271


class Command(BaseCommand):
    """Migrate, grant, load changed reference data, first CGU and FAQ; safe to run again and by two hosts at once."""

    help = "Met la base à niveau (DATABASE_OWNER_URL), accorde les droits de l'application, charge les référentiels."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--check` asks and changes nothing: no address of the owner is needed."""
        parser.add_argument("--check", action="store_true", help="dit si cette version peut servir, ne change rien")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run under an advisory lock. Raises CommandError when DATABASE_OWNER_URL is missing, or as `_check`."""
        if options["check"]:
            self._check()
            return
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL n'est pas défini : voir .env.example.")
        now = datetime.now(UTC)
        with connections["owner"].cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [MIGRATION_LOCK])
            try:
                migrate_in_use(verbosity=options["verbosity"])
                grant_application_rights(connections["owner"])
                accounts.publish_first_terms(actor=Actor.SYSTEM, now=now)
                help_entries.load_shipped(actor=Actor.SYSTEM, now=now)
            finally:
                cursor.execute("select pg_advisory_unlock(%s)", [MIGRATION_LOCK])
        reference.load_if_changed(actor=Actor.SYSTEM, now=now)
        if options["verbosity"]:
            self.stdout.write("Base à niveau.")

    def _check(self) -> None:
        """Raises CommandError while the database lacks what this version needs; what may come later is only told."""
        try:
            lacking, later = schema.lacking(), schema.still_to_come()
        except DatabaseError as error:
            raise CommandError("La base ne répond pas, ou n'a encore aucune table.") from error
        if lacking:
            raise CommandError(f"Base à mettre à niveau (sas upgrade) : {', '.join(lacking)}.")
        self.stdout.write("Cette version peut servir.")
        if later:
            self.stdout.write(f"À faire avant la version suivante (sas upgrade) : {', '.join(later)}.")
