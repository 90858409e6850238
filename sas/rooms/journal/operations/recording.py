"""What other rooms' operations call to leave their trace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from sas.actor import Actor, Role
from sas.errors import Refused
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


def record_consultation(
    *, actor: Actor, subject: str, subject_id: str = "", listed: Sequence[str] = (), now: datetime
) -> None:
    """Write that support read a record, or a list of records, before the page that shows them leaves.

    `subject` is the table; what was typed to find them is not kept: it may be somebody's address. Raises Refused for
    anyone but a technical administrator.
    """
    if not actor.has(Role.ADMINISTRATEUR):
        raise Refused("Le support est réservé aux administrateurs techniques.")
    with transaction.atomic(durable=True):
        if subject_id:
            record(actor=actor, verb="read_support", subject=subject, subject_id=subject_id, now=now)
        else:
            record(actor=actor, verb="list_support", subject=subject, now=now, listed=list(listed))
