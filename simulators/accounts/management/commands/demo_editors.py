"""`sas demo-editors`: the two editors of the demonstration, known to the platform and told for whom they work."""

from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from procrastinate.exceptions import AlreadyEnqueued

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.directory import queries as directory
from simulators.accounts import registering
from simulators.editor.editions import EDITIONS, Edition
from simulators.editor.world import write
from simulators.population.clients import world


class Command(BaseCommand):
    """May be run again: what is there already stays, addresses follow the ports."""

    help = "Déclare les deux éditeurs de la démonstration et écrit ce qu'il leur faut."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where their files are written, and where they will answer."""
        parser.add_argument("--folder", type=Path, required=True, help="le dossier où écrire leurs fichiers")
        parser.add_argument("--addresses", nargs=len(EDITIONS), required=True, help="l'adresse de chacun")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError without DEMO, or before `sas demo-data`."""
        if not settings.EDITOR_LOOPBACK:
            raise CommandError("Ces éditeurs n'existent que dans une démonstration (DEMO=1, EDITOR_LOOPBACK=1).")
        folder, now = options["folder"], datetime.now(UTC)
        folder.mkdir(parents=True, exist_ok=True)
        if settings.SSO_KEY:
            registering.make_key(Path(settings.SSO_KEY))
        states = {one.name: one for one in directory.editor_states(actor=Actor.SYSTEM)}
        for edition, address in zip(EDITIONS, options["addresses"], strict=True):
            if edition.name not in states:
                raise CommandError("La population de démonstration n'est pas chargée : lancez `sas demo-data`.")
            _register(states[edition.name], edition, address=address, folder=folder, now=now)
        # Once the worker runs: whom to ask about, then the first questions.
        with suppress(AlreadyEnqueued):
            queue.defer("plan_editors", timestamp=int(now.timestamp()))
        queue.defer("ask_wanted_editors")


def _register(state: directory.EditorState, edition: Edition, *, address: str, folder: Path, now: datetime) -> None:
    registering.connect(state, edition, address=address, now=now)
    registering.certify(edition, folder / f"{edition.word}.pem", now=now)
    client, kept = (folder / f"{edition.word}.{what}.json" for what in ("client", "kept"))
    if registering.let_sign_in(state.id, client, address=address, now=now):
        # Of another database: it told of other regulators.
        kept.unlink(missing_ok=True)
    write(folder / f"{edition.word}.world.json", world(state.id, with_association=edition.end_to_end))
