"""Forgetting somebody: their key goes, and with it all that the trail says of them; the seals still prove (ADR 51)."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.models import PersonKey
from sas.rooms.journal.operations.recording import record
from sas.rooms.journal.rules import Person


def forget_person(*, actor: Actor, kind: PersonKind, person_id: int) -> bool:
    """Destroy the key of somebody, in the transaction that erases them: what the trail says of them cannot be read.

    Whether it may be done is for that operation to judge. Returns whether there was a key. Raises RuntimeError outside
    a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.forget_person must run inside the operation's transaction")
    destroyed, _ = PersonKey.objects.filter(person=str(Person(kind, person_id))).delete()
    return bool(destroyed)


def forget_alone(*, actor: Actor, kind: PersonKind, person_id: int, now: datetime) -> bool:
    """The same for whoever has no account to close: a contact, a professional, a text that must go; leaves its trace.

    Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Le journal est tenu par la plateforme.")
    with transaction.atomic(durable=True):
        destroyed = forget_person(actor=actor, kind=kind, person_id=person_id)
        if destroyed:
            record(actor=actor, verb="forget_person", subject=kind.value, subject_id=person_id, now=now)
    return destroyed
