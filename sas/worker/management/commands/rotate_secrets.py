"""`sas rotate-secrets`: what older keys sealed, under those of today; then the older keys may go."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.rooms.protection import operations


class Command(BaseCommand):
    """Runs while the platform is in use, and again; needs DATABASE_OWNER_URL."""

    help = "Chiffre avec les clés actuelles ce qui l'était avec celles qu'elles remplacent (SECRET_KEY_FALLBACKS)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError without DATABASE_OWNER_URL, and when something is opened by no key, once all is done."""
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL n'est pas défini : voir .env.example.")
        done = operations.rotate_secrets(actor=Actor.SYSTEM, using="owner", now=datetime.now(UTC))
        self.stdout.write(
            f"Adresses d'agendas : {done.calendars.renewed}. Sessions par carte : {done.sessions.renewed}. "
            f"Clés de personnes : {done.persons.renewed}."
        )
        if done.seals:
            self.stdout.write(
                f"{done.seals} sceaux du journal se vérifient avec une clé plus ancienne : gardez-la dans JOURNAL_KEYS."
            )
        if done.lost:
            raise CommandError(
                f"{done.lost} secrets ne s'ouvrent avec aucune clé connue : une clé manque dans SECRET_KEY_FALLBACKS "
                "ou JOURNAL_PERSON_KEYS, ou elle est perdue."
            )
