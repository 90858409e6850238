"""Whom editors are asked about: those who named them and do not refuse, and the SOS Médecins associations."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from sas import changes
from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.rooms.directory import operations as directory_operations
from sas.rooms.directory import queries as directory
from sas.rooms.editors import rules
from sas.rooms.editors.enums import Query
from sas.rooms.editors.models import EditorDay, EditorReading, EditorSite, EditorTaken
from sas.rooms.editors.operations.creating import close_left
from sas.rooms.editors.operations.reached import Reached
from sas.rooms.participation import queries as participation

BATCH = 2000
_Wanted = dict[tuple[int, int], tuple[str, Query]]
"""By (professional or structure id, editor id): what is asked of it, and how."""


def plan(*, actor: Actor, reached: Sequence[Reached], now: datetime) -> int:
    """Make the readings what the settings say; returns how many began or ended (every five minutes, by the worker).

    In batches, each in its own short transaction. Raises Refused but for the platform.
    """
    if refusal := rules.may_refresh(actor):
        raise refusal
    editors = {one.endpoint.editor_id for one in reached}
    moved = after = 0
    while named := participation.editors_named(actor=actor, after=after, limit=BATCH):
        last = named[-1].professional_id if len(named) == BATCH else None
        moved += _plan_people(named, editors, span=(after, last), actor=actor, now=now)
        if last is None:
            return moved + _plan_associations(editors, actor=actor, now=now)
        after = last
    moved += _plan_people((), editors, span=(after, None), actor=actor, now=now)
    return moved + _plan_associations(editors, actor=actor, now=now)


def _plan_people(
    named: Sequence[participation.Naming],
    editors: Collection[int],
    *,
    span: tuple[int, int | None],
    actor: Actor,
    now: datetime,
) -> int:
    numbers = directory.national_ids(actor=actor, professionals=[one.professional_id for one in named])
    wanted: _Wanted = {
        (one.professional_id, editor): (
            numbers[one.professional_id],
            Query.CPTS if one.by_cpts else Query.PRACTITIONERS,
        )
        for one in named
        for editor in one.editors
        if editor in editors
    }
    first, last = span
    kept = EditorReading.objects.filter(professional_id__gt=first)
    kept = kept if last is None else kept.filter(professional_id__lte=last)
    with transaction.atomic(durable=True):
        return _settle(wanted, kept.order_by("id"), owner="professional_id", actor=actor, now=now)


def _plan_associations(editors: Collection[int], *, actor: Actor, now: datetime) -> int:
    """Nobody says which editor an association uses: each is asked, rarely until it has answered something."""
    sirets = directory.association_sirets(actor=actor)
    wanted: _Wanted = {
        (structure, editor): (f"3{siret}", Query.SOS) for structure, siret in sirets.items() for editor in editors
    }
    kept = EditorReading.objects.filter(structure__isnull=False).order_by("id")
    with transaction.atomic(durable=True):
        return _settle(wanted, kept, owner="structure_id", actor=actor, now=now)


def _settle(wanted: _Wanted, kept: Iterable[EditorReading], *, owner: str, actor: Actor, now: datetime) -> int:
    rows = {(getattr(one, owner), one.editor_id): one for one in kept}
    ended = [rows[key] for key in rows.keys() - wanted.keys()]
    begun = [
        EditorReading(**{owner: key[0]}, editor_id=key[1], identifier=number, kind=kind, due_at=now)
        for key, (number, kind) in sorted(wanted.items())
        if key not in rows
    ]
    other = [one for key, one in rows.items() if key in wanted and (one.identifier, one.kind) != wanted[key]]
    for one in other:
        key = getattr(one, owner), one.editor_id
        one.identifier, one.kind = wanted[key]
    EditorReading.objects.bulk_update(other, ["identifier", "kind"])
    _end([one.id for one in ended], actor=actor, now=now)
    EditorReading.objects.bulk_create(begun, ignore_conflicts=True)
    moved = [*ended, *begun]
    _announce([getattr(one, owner) for one in moved], owner=owner, actor=actor, now=now)
    return len(moved)


def _end(readings: Collection[int], *, actor: Actor, now: datetime) -> None:
    """With what they told."""
    if readings:
        sites = EditorSite.objects.filter(reading_id__in=readings).values_list("place_id", flat=True)
        stood = {place for place in sites if place}
        EditorReading.objects.filter(id__in=readings).delete()
        directory_operations.leave_editor_places(actor=actor, place_ids=stood, now=now)


def _announce(owners: Collection[int], *, owner: str, actor: Actor, now: datetime) -> None:
    people, structures = (owners, ()) if owner == "professional_id" else ((), owners)
    changes.place_changed(directory.place_ids_of(actor=actor, professionals=people, structures=structures), now=now)


def want(*, actor: Actor, place_ids: Collection[int], now: datetime) -> int:
    """Have the editors of these visible places asked as soon as may be; returns how many are due because of it.

    Anyone who searches may: the same person is not asked about sooner than thirty seconds after the last time.
    """
    places = directory.places(actor=actor, place_ids=place_ids).values()
    people = {one.professional_id for one in places if one.professional_id}
    houses = {one.addressed_structure_id for one in places if one.addressed_structure_id}
    owned = Q(professional_id__in=people) | Q(structure_id__in=houses)
    before = now - rules.AT_MOST_EVERY
    quiet = Q(wanted_at=None) | Q(wanted_at__lte=before)
    with transaction.atomic(durable=True):
        found = EditorReading.objects.filter(owned, quiet).exclude(asked_at__gt=before)
        ids = list(found.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True))
        # One that fails keeps its own wait.
        EditorReading.objects.filter(id__in=ids).update(wanted_at=now)
        EditorReading.objects.filter(id__in=ids, failures=0, due_at__gt=now).update(due_at=now)
        if ids:
            queue.defer("ask_wanted_editors")
    return len(ids)


def ask_again(*, actor: Actor, editor_id: int, identifiers: Collection[str], now: datetime) -> int:
    """Have an editor asked at once about those of whom it has just reported something, in the caller's transaction.

    Of an association, whose report names nobody (no `identifiers`): about those that a page showed lately. Returns how
    many are due. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("asking again belongs to the caller's transaction")
    rows = EditorReading.objects.filter(editor_id=editor_id, failures=0)
    shown = Q(kind=Query.SOS, wanted_at__gt=now - rules.WANTED_FOR)
    found = rows.filter(identifier__in=list(identifiers)) if identifiers else rows.filter(shown)
    ids = list(found.order_by("id").select_for_update(no_key=True).values_list("id", flat=True))
    EditorReading.objects.filter(id__in=ids).update(wanted_at=now, due_at=now)
    if ids:
        queue.defer("ask_wanted_editors")
    return len(ids)


def forget(*, actor: Actor, now: datetime) -> int:
    """Delete slots that are over and counts that are old; returns how many places were emptied (each night).

    Places that editors alone knew, and have not told for a fortnight, are closed.
    """
    if refusal := rules.may_refresh(actor):
        raise refusal
    emptied = 0
    while ids := list(EditorSite.objects.filter(ends_at__lte=now).order_by("id").values_list("id", flat=True)[:BATCH]):
        with transaction.atomic(durable=True):
            EditorSite.objects.filter(id__in=ids, ends_at__lte=now).update(slots=[], ends_at=None)
        emptied += len(ids)
    oldest = now.astimezone(UTC).date() - timedelta(days=rules.KEPT_DAYS)
    EditorDay.objects.filter(day__lt=oldest).delete()
    EditorTaken.objects.filter(start__lt=now - timedelta(days=1)).delete()
    close_left(actor=actor, now=now)
    return emptied
