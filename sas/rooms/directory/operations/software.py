"""Keeping the list of LRMs (F-231). Nothing is deleted: links name them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sas.actor import Actor
from sas.errors import Impossible, Refused
from sas.rooms.directory.models import Lrm, Territory
from sas.rooms.directory.rules import checked_hub_name, checked_origin, checked_software_name, may_keep
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change

_GONE = "Cette ligne n'existe pas."
_ORIGIN_TAKEN = "Un autre logiciel a déjà cette origine."


def save_lrm(
    *,
    actor: Actor,
    lrm_id: int | None,
    origin: str,
    name: str,
    active: bool,
    now: datetime,
    hub_name: str = "",
    territories: Collection[int] = (),
) -> int:
    """Add an LRM (None), or change one; returns its id. An inactive one opens no search and is told nothing any more.

    Raises Refused for anyone but administrators, Impossible for an origin or a name that cannot be, or is taken, and
    for a territory that is not there (field "territories").
    """
    _may_keep(actor)
    known_as, wanted, hub = checked_origin(origin), checked_software_name(name), checked_hub_name(hub_name)
    with transaction.atomic(durable=True):
        row = _held(lrm_id)
        before = _facts(row) if lrm_id else {}
        row.origin, row.name, row.active = known_as, wanted, active
        row.hub_name, row.territories = hub, _territories(territories)
        _save(row, taken=Impossible(_ORIGIN_TAKEN, field="origin"))
        told: dict[str, Any] = {"active": active, "hub": hub, "territories": row.territories}
        told["change"] = Change(before, _facts(row))
        journal.record_change(actor=actor, verb="save_lrm", subject="lrm", subject_id=row.id, now=now, **told)
    return row.id


def admit_lrm(*, actor: Actor, origin: str, now: datetime) -> None:
    """Let the call of an active LRM of this very origin in (F-162).

    Raises Refused for any other, after a trace without the origin: what was typed there may be anything.
    """
    row = Lrm.objects.filter(origin=origin).first()
    if row and row.active:
        return
    with transaction.atomic(durable=True):
        which, known = (row.id, True) if row else ("", False)
        journal.record(actor=actor, verb="refuse_lrm_call", subject="lrm", subject_id=which, now=now, known=known)
    raise Refused("Le flux avec ce logiciel de régulation est désactivé. La recherche reste ouverte depuis l'accueil.")


def _may_keep(actor: Actor) -> None:
    if refusal := may_keep(actor):
        raise refusal


def _territories(asked: Collection[int]) -> list[int]:
    found = sorted(Territory.objects.filter(id__in=list(asked)).values_list("id", flat=True))
    if len(found) != len(set(asked)):
        raise Impossible("Ce territoire n'existe plus : choisissez-en un autre.", field="territories")
    return found


def _held(lrm_id: int | None) -> Lrm:
    if lrm_id is None:
        return Lrm()
    row = Lrm.objects.select_for_update(no_key=True).filter(id=lrm_id).first()
    if row is None:
        raise Impossible(_GONE)
    return row


def _facts(row: Lrm) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("origin", "name", "active", "hub_name", "territories")}


def _save(row: Lrm, *, taken: Impossible) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twin:
        raise taken from twin
