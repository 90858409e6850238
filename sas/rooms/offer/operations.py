"""Keeping the read model true: re-project what changed, rebuild, sweep what has gone by, compare with the truth."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from sas.actor import Actor
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.offer import rows
from sas.rooms.offer.projection import HORIZON, Projection, project
from sas.rooms.participation import queries as participation

BATCH = 500
_LOCK_CLASS = 7275
# Beyond this a batch takes the one lock of all places instead of one each: the lock table of the server is finite.
_SINGLE_LOCKS = 50


def project_places(*, actor: Actor, place_ids: Collection[int], now: datetime) -> None:
    """Bring these places of the read model up to date, inside the caller's transaction.

    Raises RuntimeError outside one. Places are locked before the truth is read: whoever comes second reads what the
    first has committed, so no row is left behind its agenda.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("project_places must run inside a transaction")
    for batch in _batches(sorted(place_ids)):
        _lock(batch)
        rows.write(batch, _truth(actor=actor, place_ids=batch, now=now))


def rebuild(*, actor: Actor, now: datetime) -> int:
    """Re-project every place, batch by batch, each in its own transaction; returns how many places."""
    count = after = 0
    while ids := directory.place_ids(actor=actor, after=after, limit=BATCH):
        with transaction.atomic(durable=True):
            project_places(actor=actor, place_ids=ids, now=now)
        count, after = count + len(ids), ids[-1]
    return count


def sweep(*, actor: Actor, now: datetime) -> int:
    """Re-project the places whose next opening or absence has gone by; returns how many (each minute, by the worker).

    An absence that begins or ends moves nothing else: openings are projected around it, and a search reads its limits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct place_id from offer_offerrank where first_until <= %s or absent_to < %s", [now, now]
        )
        passed = [place_id for (place_id,) in cursor.fetchall()]
    for batch in _batches(sorted(passed)):
        with transaction.atomic(durable=True):
            project_places(actor=actor, place_ids=batch, now=now)
    return len(passed)


def differences(*, actor: Actor, now: datetime) -> int:
    """How many places the read model shows otherwise than the truth; after a sweep, 0 is the only good answer."""
    wrong = after = 0
    while ids := directory.place_ids(actor=actor, after=after, limit=BATCH):
        with transaction.atomic():
            _lock(ids)
            truth, kept = _truth(actor=actor, place_ids=ids, now=now), rows.kept(ids)
        wrong += sum(_comparable(truth[place_id], now) != _comparable(kept[place_id], now) for place_id in ids)
        after = ids[-1]
    return wrong


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield list(ids[start : start + BATCH])


def _lock(place_ids: Sequence[int]) -> None:
    """One lock per place under a shared lock of all; a large batch takes the lock of all for itself."""
    with connection.cursor() as cursor:
        if len(place_ids) > _SINGLE_LOCKS:
            cursor.execute("select pg_advisory_xact_lock(%s, 0)", [_LOCK_CLASS])
            return
        cursor.execute("select pg_advisory_xact_lock_shared(%s, 0)", [_LOCK_CLASS])
        cursor.execute(
            "select pg_advisory_xact_lock(%s, id) from unnest(%s::int[]) as id order by id",
            [_LOCK_CLASS, list(place_ids)],
        )


def _truth(*, actor: Actor, place_ids: Sequence[int], now: datetime) -> dict[int, Projection]:
    places = directory.places(actor=actor, place_ids=place_ids)
    flags = participation.flags_of_places(actor=actor, places=places.values())
    agendas = availability.agendas(
        actor=actor, place_ids=place_ids, since=(now - timedelta(days=1)).astimezone(UTC).date()
    )
    labels = {activity.id: activity for activity in directory.activities(actor=actor)}
    return {
        place_id: project(
            place=places[place_id], flags=flags[place_id], agenda=agendas[place_id], labels=labels, now=now
        )
        if place_id in places
        else Projection()
        for place_id in place_ids
    }


def _comparable(projection: Projection, now: datetime) -> Projection:
    """Leave out what time alone changes: openings gone by, and the last day of the horizon, which the night adds."""
    last = now + HORIZON - timedelta(days=1)
    shown = tuple(item for item in projection.openings if item[1][2] > now and item[0][1] < last)
    return replace(projection, openings=shown)
