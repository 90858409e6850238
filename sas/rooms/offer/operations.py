"""Keeping the read model true: re-project what changed, rebuild, sweep what has gone by, compare with the truth."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.changes import Count
from sas.errors import Impossible, Refused
from sas.rooms.availability import queries as availability
from sas.rooms.directory import queries as directory
from sas.rooms.directory.queries import PlaceFacts
from sas.rooms.editors import queries as editors
from sas.rooms.journal import operations as journal
from sas.rooms.offer import rows
from sas.rooms.offer.enums import RebuildState
from sas.rooms.offer.models import KeptSearch, Rebuild
from sas.rooms.offer.projection import OpeningItem, Projection, openings_shown, project
from sas.rooms.offer.queries import ToKeep
from sas.rooms.offer.rules import CHANNEL, EVERYTHING, HORIZON, KEPT, STALLED, may_rebuild
from sas.rooms.participation import queries as participation
from sas.rooms.participation.rules import PlaceFlags
from sas.statements import WAITING_FOR_NO_DISK, run

BATCH = 500
_UNDER_WAY = "Une reconstruction est déjà en cours."
_LOCK_CLASS = 7275
_LOCK_ALL = "select pg_advisory_xact_lock(%(kind)s, 0)"
_LOCK_EACH = """
select pg_advisory_xact_lock_shared(%(kind)s, 0), pg_advisory_xact_lock(%(kind)s, id)
from unnest(%(places)s::int[]) as id order by id
"""
_TELL = "select pg_notify(%(channel)s, message) from unnest(%(messages)s::text[]) as message"
# Beyond this a batch takes the one lock of all places instead of one each: the lock table of the server is finite.
_SINGLE_LOCKS = 50
# Beyond this, reading the whole country again costs the memories less. A batch of ids fits in one message.
_TOLD_ONE_BY_ONE = 5000
# A transaction of its own without BEGIN nor COMMIT, which waits for no disk: a list lost in a crash is made anew.
_KEEP = f"""
insert into offer_keptsearch (token, account_id, asked, places, cpts, kept_at)
select %(token)s, %(account_id)s, %(asked)s, %(places)s, %(cpts)s, %(kept_at)s
where {WAITING_FOR_NO_DISK}
"""


def project_places(*, actor: Actor, place_ids: Collection[int], now: datetime) -> None:
    """Bring these places of the read model up to date, inside the caller's transaction.

    Raises RuntimeError outside one. Places are locked before the truth is read: whoever comes second reads what the
    first has committed, so no row is left behind its agenda.
    """
    _within_transaction()
    for batch in _batches(sorted(place_ids)):
        _lock(batch)
        rows.write(batch, _truth(actor=actor, place_ids=batch, now=now))
    _announce(sorted(place_ids))


def recount(*, actor: Actor, count: Count, now: datetime) -> None:
    """Bring one opening up to date after a place of it was taken or given back, inside the caller's transaction.

    The place is otherwise as it was, so nothing else is read again. An opening that is not shown, as when its last
    place comes back, is projected alone. Locked as by `project_places`. Raises RuntimeError outside a transaction.
    """
    _within_transaction()
    _lock([count.place_id])
    if not rows.recount(count, now=now):
        rows.show(_openings_of(count, actor=actor, now=now), now=now)
    _announce([count.place_id])


def _within_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("the read model changes inside the transaction of what it shows")


def _announce(place_ids: Sequence[int]) -> None:
    """Tell the memories of the web processes, when the transaction commits."""
    run(_TELL, {"channel": CHANNEL, "messages": _messages(place_ids)})


def _messages(place_ids: Sequence[int]) -> list[str]:
    """A message holds less than 8,000 bytes: a batch of ids, or the mark of all."""
    if len(place_ids) > _TOLD_ONE_BY_ONE:
        return [EVERYTHING]
    return [" ".join(map(str, batch)) for batch in _batches(place_ids)]


def keep_search(*, actor: Actor, found: ToKeep, now: datetime) -> None:
    """Fix the list of a search for its following pages (F-147); only its account reads it again."""
    run(_KEEP, {"account_id": actor.user_id or 0, "kept_at": now, **asdict(found)})


def forget_searches(*, actor: Actor, now: datetime) -> int:
    """Delete the lists whose half hour is over, oldest first (each minute, by the worker); returns how many."""
    return KeptSearch.objects.filter(kept_at__lte=now - KEPT).delete()[0]


def rebuild(*, actor: Actor, now: datetime) -> int:
    """Re-project every place, batch by batch, each in its own transaction; returns how many places."""
    count = after = 0
    while ids := directory.place_ids(actor=actor, after=after, limit=BATCH):
        with transaction.atomic(durable=True):
            project_places(actor=actor, place_ids=ids, now=now)
        count, after = count + len(ids), ids[-1]
    return count


def ask_rebuild(*, actor: Actor, now: datetime) -> int:
    """Have the whole read model made anew in the background; returns the number of the rebuild (F-263).

    One that seems to have stopped goes on where it is. Raises Refused for anyone but administrators, Impossible while
    one moves.
    """
    if refusal := may_rebuild(actor):
        raise refusal
    with transaction.atomic(durable=True):
        row = Rebuild.objects.select_for_update().filter(state=RebuildState.RUNNING).first()
        if row and row.moved_at > now - STALLED:
            raise Impossible(_UNDER_WAY)
        row = row or _new_rebuild(actor=actor, now=now)
        Rebuild.objects.filter(id=row.id).update(moved_at=now)
        queue.defer("rebuild_search", rebuild_id=row.id)
        journal.record(actor=actor, verb="ask_rebuild", subject="rebuild", subject_id=row.id, now=now)
    return row.id


def _new_rebuild(*, actor: Actor, now: datetime) -> Rebuild:
    begun = {"started_at": now, "moved_at": now, "total": directory.place_count(actor=actor)}
    try:
        with transaction.atomic():
            return Rebuild.objects.create(asked_by_id=actor.user_id, **begun)
    except IntegrityError as twin:
        raise Impossible(_UNDER_WAY) from twin


def rebuild_step(*, actor: Actor, rebuild_id: int, now: datetime) -> bool:
    """Project the next batch of a rebuild that was asked for; returns whether there may be another.

    Batch and progress are one transaction: whatever dies, what is counted is done. Raises Refused but for the platform.
    """
    if not actor.is_platform:
        raise Refused("Réservé à la plateforme.")
    with transaction.atomic(durable=True):
        row = Rebuild.objects.select_for_update().filter(id=rebuild_id, state=RebuildState.RUNNING).first()
        if row is None:
            return False
        ids = directory.place_ids(actor=actor, after=row.last_place_id, limit=BATCH)
        if ids:
            project_places(actor=actor, place_ids=ids, now=now)
            row.done, row.last_place_id = row.done + len(ids), ids[-1]
        else:
            row.state, row.ended_at = RebuildState.DONE.value, now
            journal.record(
                actor=actor, verb="end_rebuild", subject="rebuild", subject_id=row.id, now=now, done=row.done
            )
        row.moved_at, row.total = now, max(row.total, row.done)
        row.save()
    return bool(ids)


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
    if len(place_ids) > _SINGLE_LOCKS:
        run(_LOCK_ALL, {"kind": _LOCK_CLASS})
        return
    run(_LOCK_EACH, {"kind": _LOCK_CLASS, "places": list(place_ids)})


def _truth(*, actor: Actor, place_ids: Sequence[int], now: datetime) -> dict[int, Projection]:
    places = directory.places(actor=actor, place_ids=place_ids)
    flags = participation.flags_of_places(actor=actor, places=places.values())
    agendas = availability.agendas(
        actor=actor, place_ids=place_ids, since=(now - timedelta(days=1)).astimezone(UTC).date()
    )
    labels = directory.activities_of(actor=actor, places=places.values())
    told = _told_by_editors(places, flags, actor=actor, now=now)
    return {
        place_id: project(
            place=places[place_id],
            flags=flags[place_id],
            agenda=agendas[place_id],
            labels=labels,
            now=now,
            editor=told.get(place_id),
        )
        if place_id in places
        else Projection()
        for place_id in place_ids
    }


def _openings_of(count: Count, *, actor: Actor, now: datetime) -> Sequence[OpeningItem]:
    """The opening of that occurrence, if a regulator may be shown one."""
    places = directory.places(actor=actor, place_ids=[count.place_id])
    flags = participation.flags_of_places(actor=actor, places=places.values())
    agenda = availability.agenda_around(actor=actor, count=count)
    told = _told_by_editors(places, flags, actor=actor, now=now)
    return [
        one
        for place_id, place in places.items()
        for one in openings_shown(place=place, flags=flags[place_id], agenda=agenda, now=now, editor=told.get(place_id))
        if (one[0][2], one[1][0]) == (count.slot_id, count.day)
    ]


def _told_by_editors(
    places: Mapping[int, PlaceFacts], flags: Mapping[int, PlaceFlags], *, actor: Actor, now: datetime
) -> Mapping[int, editors.EditorOffer]:
    allowed = {place_id: flags[place_id].editors for place_id in places}
    whose = {place_id: place.professional_id for place_id, place in places.items()}
    return editors.offers(actor=actor, allowed=allowed, professionals=whose, now=now)


def _comparable(projection: Projection, now: datetime) -> Projection:
    """Leave out what time alone changes: openings gone by, and the last day of the horizon, which the night adds."""
    last = now + HORIZON - timedelta(days=1)
    shown = tuple(item for item in projection.openings if item[1][2] > now and item[0][1] < last)
    return replace(projection, openings=shown)
