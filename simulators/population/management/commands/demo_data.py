"""`sas demo-data`: write the demonstration's files and load them through the product's own loaders."""

from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from procrastinate.exceptions import AlreadyEnqueued

from sas.adapters.queue import client
from sas.errors import Impossible
from simulators.population import files, history, loading

SEED = 2026
_PARIS = ZoneInfo("Europe/Paris")


class Command(BaseCommand):
    """At least 10,000 places, 300 structures and 100,000 open slots over 14 days."""

    help = "Écrit les fichiers de la démonstration et les charge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With --if-absent nothing is done twice."""
        parser.add_argument("--if-absent", action="store_true", help="ne fait rien si la population est là")
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "var" / "demo", help="où les écrire")
        parser.add_argument("--seed", type=int, default=SEED, help="graine du tirage")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, load, say how many. Raises CommandError when another load is running."""
        if options["if_absent"] and loading.is_loaded():
            return
        now = datetime.now(UTC)
        written = files.write_all(options["folder"], seed=options["seed"])
        try:
            today = now.astimezone(_PARIS).date()
            loading.load(written, seed=options["seed"], now=now, today=today, say=self.stdout.write)
            history.write(seed=options["seed"], now=now, today=today)
        except Impossible as problem:
            raise CommandError(problem.reason) from problem
        # The worker, once it runs, makes the tables of Avenant 9 without waiting for the night.
        with suppress(AlreadyEnqueued):
            client.defer("keep_up_indicators", timestamp=int(now.timestamp()))
