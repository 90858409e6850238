"""`sas practice-reset`: the place to practise as on its first day: everything is emptied, invented people come back."""

from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection, connections

from sas import maintenance
from sas.rooms.offer.rules import CHANNEL, EVERYTHING

MARK = "sas : environnement d'entraînement, vidé chaque nuit"
"""The comment of the database, written when it is first filled: what bears it may be emptied."""
USUALLY = timedelta(minutes=10)

# The queue's own tables stay: the job that empties the others is among its rows.
_KEPT = "('django_migrations', 'django_content_type')"
_TABLES = f"""
select string_agg(format('%I', tablename), ', ') from pg_tables
where schemaname = 'public' and tablename not in {_KEPT} and tablename not like 'procrastinate%'
"""
_HOLDS_SOMEBODY = "select exists (select from accounts_user) or exists (select from directory_professional)"
_MARKED = "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"


class Command(BaseCommand):
    """Run each night by the worker, and once by hand to begin with."""

    help = "Vide l'environnement d'entraînement et y remet la population inventée et ses comptes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where whoever trains reads the accounts."""
        parser.add_argument("--accounts", type=Path, help="le fichier où écrire la liste des comptes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where this may not be done; meanwhile pages say that the platform is under maintenance.

        When it breaks halfway they go on saying so: nobody practises in half a world.
        """
        check()
        maintenance.begin(until=datetime.now(UTC) + USUALLY)
        empty()
        call_command("upgrade", verbosity=0)
        call_command("demo_data", stdout=self.stdout)
        if options["accounts"]:
            with options["accounts"].open("w") as table:
                call_command("demo_accounts", stdout=table)
        else:
            call_command("demo_accounts", stdout=self.stdout)
        with connection.cursor() as cursor:
            cursor.execute("select pg_notify(%s, %s)", [CHANNEL, EVERYTHING])
        maintenance.end()


def check() -> None:
    """Two locks: the setting, which asks for a database of that name, and the mark of this command on what is there."""
    if not settings.PRACTICE:
        raise CommandError("Seul un environnement d'entraînement se vide (PRACTICE=1).")
    if "owner" not in settings.DATABASES:
        raise CommandError("DATABASE_OWNER_URL n'est pas défini : voir .env.example.")
    call_command("upgrade", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute(_HOLDS_SOMEBODY)
        (holds_somebody,) = cursor.fetchone() or (True,)
        cursor.execute(_MARKED)
        (mark,) = cursor.fetchone() or (None,)
    if holds_somebody and mark != MARK:
        raise CommandError("Cette base contient des personnes que cette commande n'y a pas mises.")


def empty() -> None:
    """Mark the database as one that may be emptied, then empty it, numbers included."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select format('comment on database %%I is %%L', current_database(), %s)", [MARK])
        cursor.execute((cursor.fetchone() or ("",))[0])
        cursor.execute(_TABLES)
        (tables,) = cursor.fetchone() or ("",)
        cursor.execute("set lock_timeout = '60s'")
        cursor.execute(f"truncate {tables} restart identity")
        cursor.execute("reset lock_timeout")
