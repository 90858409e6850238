"""Whether this process may be sent requests: the database answers, its schema is the code's, the clocks agree."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from datetime import UTC, datetime
from functools import lru_cache

from django.db import DatabaseError, InterfaceError, connection

from sas import schema

ANSWERS_WITHIN = 2.0
"""Seconds that the database has: a connection and two statements."""

CLOCKS_WITHIN = 2.0
"""Seconds between the clock of this host and the database's: pages take their time here, agendas are read there."""

ASKED_EVERY = 1
"""Seconds during which a process answers what it found, however many ask."""

SILENT = f"La base de données ne répond pas en {ANSWERS_WITHIN:.0f} secondes."
SCHEMA = "Le schéma de la base n'est pas celui de cette version : des migrations manquent."
CLOCK = "L'horloge de ce serveur s'écarte de {} secondes de celle de la base."

# One thread: while a question hangs, the next ones wait for it in vain and are told so, and no other is begun.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readiness")


@lru_cache(maxsize=1)
def in_the_way_at(window: int) -> tuple[str, ...]:
    """Why this process is not ready, nothing when it is; asked once in each window of ASKED_EVERY seconds."""
    question = _asking.submit(_in_the_way)
    try:
        return question.result(timeout=ANSWERS_WITHIN)
    except (TooLate, DatabaseError, InterfaceError):
        return (SILENT,)
    finally:
        question.cancel()


def _in_the_way() -> tuple[str, ...]:
    schema.needed()  # before a connection is held
    try:
        with connection.cursor() as cursor:
            asked = datetime.now(UTC)
            cursor.execute("select clock_timestamp()")
            (there,) = cursor.fetchone() or (asked,)
            apart = _apart(there, between=(asked, datetime.now(UTC)))
        is_behind = bool(schema.lacking())
    finally:
        connection.close()
    late = CLOCK.format(f"{apart:.1f}".replace(".", ",")) if apart > CLOCKS_WITHIN else ""
    return tuple(one for one in (SCHEMA if is_behind else "", late) if one)


def _apart(there: datetime, *, between: tuple[datetime, datetime]) -> float:
    """Seconds that the clocks differ by at least, for it was told at some moment between the two."""
    before, after = between
    return max((before - there).total_seconds(), (there - after).total_seconds(), 0.0)
