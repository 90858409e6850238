"""What is told of an orientation is held by a standby: a primary that dies takes nothing with it (ADR 56).

PostgreSQL's own wait is not used: it holds the rows of the agenda meanwhile, and once cancelled leaves a transaction
that is committed here and maybe nowhere else. So each commit is local, and the standby is asked after it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, repeat

from django.conf import settings
from django.db import connection, transaction

from sas.errors import Unconfirmed

_LOCAL = "set local synchronous_commit = local"
_PROBE = "select pg_logical_emit_message(true, 'sas', '')"
_STANDS = "select pg_postmaster_start_time(), pg_current_wal_flush_lsn()::text"
# The standby that may be promoted, and no other copy. A server started meanwhile may lack what was committed before.
_HELD = """
select exists (select from pg_stat_replication where sync_state in ('sync', 'quorum') and flush_lsn >= %s::pg_lsn)
  and pg_postmaster_start_time() = %s
"""
_PAUSES = (0.002, 0.004, 0.008, 0.016, 0.032)
LEAST = 1.0
"""Seconds that a standby which answered before is given after, whatever the transaction took."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A position of the log of one server, since one start of it."""

    server: datetime
    position: str


@contextmanager
def held_by_standby() -> Iterator[None]:
    """A durable transaction whose end a standby holds too, where ORIENTATION_STANDBY_SECONDS asks for one.

    Raises Unconfirmed: before the block when no standby answers in that time, and nothing is recorded; after it when
    none confirms, and what the block did is recorded here, but may be lost with this server.
    """
    seconds = settings.ORIENTATION_STANDBY_SECONDS
    if not seconds:
        with transaction.atomic(durable=True):
            yield
        return
    deadline = time.monotonic() + seconds
    before = _mark(_PROBE)
    if not _is_held(before, until=deadline):
        raise Unconfirmed(recorded=False)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_LOCAL)
        yield
    # What an earlier request had committed, and this one only read again, stands before this position too.
    after = _mark()
    if after.server != before.server or not _is_held(after, until=max(deadline, time.monotonic() + LEAST)):
        raise Unconfirmed(recorded=True)


def _mark(first: str = "") -> Mark:
    """Where the log stands on disk, once `first` is committed here."""
    if first:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute(_LOCAL)
            cursor.execute(first)
    with connection.cursor() as cursor:
        cursor.execute(_STANDS)
        return Mark(*cursor.fetchone())


def _is_held(mark: Mark, *, until: float) -> bool:
    for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
        with connection.cursor() as cursor:
            cursor.execute(_HELD, [mark.position, mark.server])
            (is_held,) = cursor.fetchone() or (False,)
        if is_held or time.monotonic() >= until:
            return bool(is_held)
        time.sleep(pause)
    raise AssertionError("an endless loop ended")
