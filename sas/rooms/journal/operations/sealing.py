"""What was written since the last seal is sealed, apart from whoever writes: no page waits for it."""

import logging
from datetime import datetime
from itertools import chain

from django.db import connection, transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.journal.models import AuditSeal
from sas.rooms.journal.queries.entries import after, numbered
from sas.rooms.journal.rules import AT_ONCE, WATCHED, Cover, Entry, digest_of, keys, mark_of

_log = logging.getLogger(__name__)
_ONE_AT_A_TIME = 7_275_272
_BEFORE_THE_FIRST = 100
"""Numbers below those of the very first seal that somebody may still be writing."""


def seal(*, actor: Actor, now: datetime) -> int:
    """Seal all that was written; returns how many entries. Each seal is told to the log, out of the database's reach.

    Raises Refused for anyone but the platform.
    """
    if not actor.is_platform:
        raise Refused("Le journal est scellé par la plateforme.")
    total = 0
    while (sealed := _next_seal(now)) is not None:
        total += sealed
        if sealed < AT_ONCE:
            break
    return total


def _next_seal(now: datetime) -> int | None:
    """How many entries went under one more seal; None when there was nothing to seal."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        before = AuditSeal.objects.order_by("-id").first()
        fresh, late = after(before.last if before else 0, most=AT_ONCE), numbered(_watched(now))
        if not fresh:
            return None
        first = before.last + 1 if before else max(1, fresh[0].number - _BEFORE_THE_FIRST)
        made = _make(fresh, late, first=first, previous=before.digest if before else "", now=now)
    _log.info("journal sealed: %d entries, seal %d, digest %s", len(fresh) + len(late), made.id, made.digest)
    return len(fresh)


def _make(fresh: list[Entry], late: list[Entry], *, first: int, previous: str, now: datetime) -> AuditSeal:
    name, key = next(iter(keys().items()))
    last, written = fresh[-1].number, {entry.number for entry in fresh}
    gaps = [number for number in range(first, last) if number not in written]
    marks = b"".join(mark_of(entry, key=key) for entry in chain(fresh, late))
    cover = Cover(now, first, last, gaps, [entry.number for entry in late], marks)
    digest = digest_of(cover, previous=previous, key=key)
    about = {"at": now, "first": first, "last": last, "gaps": gaps, "late": list(cover.late)}
    return AuditSeal.objects.create(**about, key=name, marks=marks, digest=digest)


def _watched(now: datetime) -> set[int]:
    """The numbers that lately sealed entries left out, and that no later seal took in."""
    lately = list(AuditSeal.objects.filter(at__gt=now - WATCHED).values_list("gaps", "late"))
    return {number for gaps, _ in lately for number in gaps} - {number for _, late in lately for number in late}
