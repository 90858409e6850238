"""The trail ends with its retention: whole seals of it, and a signed line that says so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal.models import AuditEntry, AuditPurge, AuditSeal
from sas.rooms.journal.queries.entries import cover_of
from sas.rooms.journal.rules import keys, signature_of


def purge(*, actor: Actor, using: str, now: datetime) -> int:
    """Remove the entries that were sealed more than JOURNAL_RETENTION_DAYS ago; returns how many.

    `using`: the connection of the tables' owner, as the application may remove nothing here. An entry that an older
    seal took in late goes with that seal. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Le journal est purgé par la plateforme.")
    before = now - timedelta(days=settings.JOURNAL_RETENTION_DAYS)
    with transaction.atomic(using=using, durable=True):
        done = AuditPurge.objects.using(using).order_by("-id").first()
        seals = AuditSeal.objects.using(using).filter(at__lt=before, id__gt=done.seal_id if done else 0).order_by("id")
        removed, newest = 0, None
        for newest in seals.iterator(chunk_size=20):
            removed += _remove(newest, using=using)
        if newest is not None:
            _sign(newest, entries=removed + (done.entries if done else 0), using=using, now=now)
    return removed


def _remove(seal: AuditSeal, *, using: str) -> int:
    """Only what the seal covers: an entry slipped in beside it stays, for the proof to name."""
    gone, _ = AuditEntry.objects.using(using).filter(id__in=cover_of(seal).numbers).delete()
    return gone


def _sign(seal: AuditSeal, *, entries: int, using: str, now: datetime) -> None:
    name, key = next(iter(keys().items()))
    signature = signature_of(seal_id=seal.id, digest=seal.digest, entries=entries, at=now, key=key)
    AuditPurge.objects.using(using).create(at=now, seal_id=seal.id, entries=entries, key=name, signature=signature)
