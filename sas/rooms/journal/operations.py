"""What other rooms' operations call to leave their trace."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sas.actor import Actor
from sas.rooms.journal.models import AuditEntry


def record(*, actor: Actor, verb: str, subject: str, subject_id: object = "", now: datetime, **details: Any) -> None:
    """Write the audit row of an operation, in its transaction (F-233).

    `details` holds ids, codes and counts only. Raises RuntimeError outside a transaction: a trace that could survive
    the rollback of its act, or the reverse, proves nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record must run inside the operation's transaction")
    AuditEntry.objects.create(
        at=now, user_id=actor.user_id, verb=verb, subject=subject, subject_id=str(subject_id), details=details
    )
