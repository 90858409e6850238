"""A verification leaves its trace too: those who read the journal are told when it was last proved, and how it went."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal.operations.recording import record
from sas.rooms.journal.queries.proof import Proof
from sas.rooms.journal.queries.states import VERIFIED


def note_proof(*, actor: Actor, proof: Proof, now: datetime) -> None:
    """Raises Refused for anyone but the platform."""
    if not actor.is_platform:
        raise Refused("Le journal est vérifié par la plateforme.")
    told = {"entries": proof.entries, "faults": len(proof.faults), "last_seal": proof.last_seal}
    with transaction.atomic(durable=True):
        record(actor=actor, verb=VERIFIED, subject="journal", now=now, **told)
