"""`sas journal --verify | --purge | --forget user:12`: prove the trail, end it with its retention, forget somebody."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from sas.actor import Actor
from sas.rooms.journal import operations, queries
from sas.rooms.journal.enums import PersonKind

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
    """Verifying and forgetting may run while the platform is in use; purging needs DATABASE_OWNER_URL."""

    help = "Vérifie que le journal est tel qu'il a été écrit, en retire ce dont la durée est passée, oublie quelqu'un."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of the three."""
        chosen = parser.add_mutually_exclusive_group(required=True)
        chosen.add_argument("--verify", action="store_true", help="compare chaque trace à son sceau")
        chosen.add_argument("--purge", action="store_true", help="retire les traces plus anciennes que la durée prévue")
        chosen.add_argument("--forget", metavar="user:12", help="détruit la clé de cette personne (ou territory:3…)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when --verify finds a fault, after all were written."""
        now = datetime.now(UTC)
        if options["forget"]:
            self._forget(options["forget"], now)
        else:
            (self._verify if options["verify"] else self._purge)(now)

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

    def _forget(self, told: str, now: datetime) -> None:
        kind, _, number = told.partition(":")
        if kind not in {one.value for one in PersonKind} or not number.isdecimal():
            kinds = ", ".join(kind.value for kind in PersonKind)
            raise CommandError(f"Dites de qui il s'agit ainsi : user:12 (au choix : {kinds}).")
        about: dict[str, Any] = {"kind": PersonKind(kind), "person_id": int(number), "now": now}
        known = operations.forget_alone(actor=Actor.SYSTEM, **about)
        self.stdout.write("Clé détruite." if known else "Le journal ne tient aucune clé de cette personne.")
