"""Keeping the SAS territories (F-227)."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.models import Departement, Territory
from sas.rooms.directory.queries.keeping import draft_of
from sas.rooms.directory.rules import TerritoryDraft, change_of, checked_territory, may_keep, stamp_of
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import PersonKind
from sas.rooms.journal.rules import Change, Person

_GONE = "Ce territoire n'existe plus."
_CHANGED = "Ce territoire a été modifié entre-temps : rechargez la page, puis recommencez."
_TAKEN = "Un autre territoire porte déjà ce nom."
_UNKNOWN = "Un de ces départements n'existe pas."


def save_territory(*, actor: Actor, name: str, departements: Collection[str], now: datetime) -> int:
    """Create the territory of that name, or give it these départements, for loads; returns its id.

    Raises Refused for anyone but administrators and the platform.
    """
    _may_keep(actor)
    with transaction.atomic(durable=True):
        territory, _ = Territory.objects.get_or_create(name=name)
        territory.departements.set(Departement.objects.filter(code__in=departements))
        _trace("save_territory", territory.id, None, actor=actor, now=now, departements=sorted(departements))
    return territory.id


def create_territory(*, actor: Actor, draft: TerritoryDraft, now: datetime) -> int:
    """Make a territory; returns its id.

    Raises Refused for anyone but administrators, Impossible for a draft that cannot be one or a name that is taken.
    """
    _may_keep(actor)
    wanted = checked_territory(draft)
    with transaction.atomic(durable=True):
        territory = Territory()
        _write(territory, wanted)
        change, codes = _change(territory.id, after=wanted), sorted(wanted.departements)
        _trace("create_territory", territory.id, change, actor=actor, now=now, departements=codes)
    return territory.id


def edit_territory(*, actor: Actor, territory_id: int, draft: TerritoryDraft, stamp: str, now: datetime) -> None:
    """Change the territory that was read under this stamp; people and places follow from its départements.

    Raises Refused for anyone but administrators; Impossible when it was changed meanwhile, or cannot be so.
    """
    _may_keep(actor)
    wanted = checked_territory(draft)
    with transaction.atomic(durable=True):
        territory, kept = _held(territory_id, stamp)
        if kept == wanted:
            return
        _write(territory, wanted)
        moves = change_of(before=kept.departements, after=wanted.departements)
        moved = {"gained": sorted(moves.gained), "lost": sorted(moves.lost)}
        change = _change(territory.id, before=kept, after=wanted)
        _trace("edit_territory", territory.id, change, actor=actor, now=now, **moved)


def hold_territory(*, actor: Actor, territory_id: int, stamp: str) -> None:
    """Lock the territory read under this stamp, so that nobody is attached to it meanwhile.

    In the caller's transaction; raises Refused for anyone but administrators, Impossible when it was changed.
    """
    _may_keep(actor)
    _held(territory_id, stamp)


def remove_territory(*, actor: Actor, territory_id: int, now: datetime) -> None:
    """Delete a territory that is held, in the caller's transaction: whoever calls knows that nobody is attached.

    Its contact is forgotten with it.
    """
    _may_keep(actor)
    Territory.objects.filter(id=territory_id).delete()
    journal.forget_person(actor=actor, kind=PersonKind.TERRITORY, person_id=territory_id)
    _trace("delete_territory", territory_id, None, actor=actor, now=now)


def _may_keep(actor: Actor) -> None:
    if refusal := may_keep(actor):
        raise refusal


def _held(territory_id: int, stamp: str) -> tuple[Territory, TerritoryDraft]:
    # FOR UPDATE: attaching an account takes a share of the row's key, and waits.
    territory = Territory.objects.select_for_update().filter(id=territory_id).first()
    if territory is None:
        raise Impossible(_GONE)
    kept = draft_of(territory)
    if stamp_of(kept) != stamp:
        raise Impossible(_CHANGED)
    return territory, kept


def _write(territory: Territory, wanted: TerritoryDraft) -> None:
    departements = list(Departement.objects.filter(code__in=wanted.departements))
    if len(departements) != len(wanted.departements):
        raise Impossible(_UNKNOWN, field="departements")
    if Territory.objects.filter(name__iexact=wanted.name).exclude(id=territory.id).exists():
        raise Impossible(_TAKEN, field="name")
    territory.name, territory.contact_name = wanted.name, wanted.contact_name
    territory.contact_phone, territory.contact_email = wanted.contact_phone, wanted.contact_email
    try:
        with transaction.atomic():
            territory.save()
    except IntegrityError as twin:
        raise Impossible(_TAKEN, field="name") from twin
    territory.departements.set(departements)


def _change(territory_id: int, *, after: TerritoryDraft, before: TerritoryDraft | None = None) -> Change:
    """The regional contact may be somebody: their name and ways to reach them are kept under a key."""
    had = asdict(before) if before else {}
    about = Person(PersonKind.TERRITORY, territory_id)
    return Change(had, asdict(after), about=about, plain=("name", "departements"))


def _trace(verb: str, territory_id: int, change: Change | None, *, actor: Actor, now: datetime, **details: Any) -> None:
    about: dict[str, Any] = {"subject": "territory", "subject_id": territory_id}
    journal.record_change(actor=actor, verb=verb, now=now, change=change, **about, **details)
