"""`sas journal --verify | --purge`: prove that the trail is as it was written, or end it with its retention."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.rooms.journal import operations, queries

_SAID = {
    "changed": "trace {} : modifiée depuis qu'elle est scellée",
    "missing": "trace {} : supprimée depuis qu'elle est scellée",
    "added": "trace {} : ajoutée en dehors de la plateforme",
    "unknown_key": "sceau {} : fait avec une clé absente de JOURNAL_KEYS",
    "broken": "sceau {} : modifié, ou le sceau qui le précède manque",
    "purge_unsigned": "purge jusqu'au sceau {} : sa signature est fausse",
    "unsealed": "trace {} : pas encore scellée ; le traitement des tâches est-il en marche ?",
}


class Command(BaseCommand):
    """Verifying may run while the platform is in use; purging needs DATABASE_OWNER_URL."""

    help = "Vérifie que le journal est tel qu'il a été écrit, ou retire ce dont la durée de conservation est passée."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the two."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--verify", action="store_true", help="compare chaque trace à son sceau")
        chosen.add_argument("--purge", action="store_true", help="retire les traces plus anciennes que la durée prévue")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when --verify finds a fault, after all were written."""
        (self._verify if options["verify"] else self._purge)(datetime.now(UTC))

    def _verify(self, now: datetime) -> None:
        proof = queries.prove(actor=Actor.SYSTEM, now=now)
        operations.note_proof(actor=Actor.SYSTEM, proof=proof, now=now)
        for fault in proof.faults:
            self.stderr.write(_SAID[fault.kind].format(fault.number))
        self.stdout.write(
            f"{proof.seals} sceaux, {proof.entries} traces lues, {proof.purged} purgées.\n"
            f"Dernier sceau : {proof.last_seal} {proof.digest} (à comparer à celui que disent les traces du serveur)"
        )
        if proof.faults:
            raise CommandError(f"{len(proof.faults)} anomalies.")

    def _purge(self, now: datetime) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError("DATABASE_OWNER_URL n'est pas défini : voir .env.example.")
        removed = operations.purge(actor=Actor.SYSTEM, using="owner", now=now)
        self.stdout.write(f"Traces retirées : {removed}")
