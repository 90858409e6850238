"""The nightly purge: every line of the table, each in a transaction of its own that says what it removed."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal import operations as journal
from sas.rooms.protection.rules import LINES, Line

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Purged:
    """How many went of each kind, and the kinds that could not be looked at."""

    counts: dict[str, int]
    failed: tuple[str, ...]


def purge(*, actor: Actor, now: datetime) -> Purged:
    """Remove all that is past its time, and leave a trace of each kind, of nothing too: the night did its work.

    A kind that fails does not keep the others: it is told in the logs and in the journal, and due again the next
    night. Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Les données sont purgées par la plateforme.")
    counts, failed = {}, []
    for line in LINES:
        if line.purge is None:
            continue
        try:
            counts[line.kind] = _purge(line, actor=actor, now=now)
        except Exception as failure:  # noqa: BLE001  whatever it is, the other kinds have their time too
            failed.append(line.kind)
            _note_failure(line, failure, actor=actor, now=now)
    return Purged(counts, tuple(failed))


def _purge(line: Line, *, actor: Actor, now: datetime) -> int:
    assert line.purge is not None
    with transaction.atomic(durable=True):
        count = line.purge(actor=actor, now=now)
        journal.record(actor=actor, verb="purge", subject="retention", subject_id=line.kind, now=now, count=count)
    return count


def _note_failure(line: Line, failure: Exception, *, actor: Actor, now: datetime) -> None:
    """The class of the failure alone: its words may hold what was to go."""
    told = type(failure).__name__
    _log.error("purge of %s failed: %s", line.kind, told)
    with transaction.atomic(durable=True):
        journal.record(
            actor=actor, verb="purge_failed", subject="retention", subject_id=line.kind, now=now, failure=told
        )
