"""Setting where a département is searched from, and how far (F-228; ADR 24)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.models import Departement
from sas.rooms.directory.queries.radii import DepartementRadii, facts_of
from sas.rooms.directory.rules import Radii, checked_radii, may_keep
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change

_GONE = "Ce département n'existe pas."
_CHANGED = "Ces valeurs ont été modifiées entre-temps : rechargez la page, puis recommencez."
_NOT_PUBLISHED = "Aucune valeur n'est publiée pour ce département."


def edit_radii(*, actor: Actor, code: str, draft: Radii, stamp: str, now: datetime) -> None:
    """Use these values from the next search on, whatever later files say.

    Raises Refused for anyone but administrators; Impossible for values out of range, or changed since `stamp` was read.
    """
    with transaction.atomic(durable=True):
        found = _held(actor=actor, code=code, stamp=stamp)
        checked_radii(draft)
        if draft != found.used:
            _write("edit_radii", found, draft, actor=actor, now=now, edited_at=now)


def restore_radii(*, actor: Actor, code: str, stamp: str, now: datetime) -> None:
    """Use the published values again, and those of later files.

    Raises Refused for anyone but administrators; Impossible when nothing is published, or changed meanwhile.
    """
    with transaction.atomic(durable=True):
        found = _held(actor=actor, code=code, stamp=stamp)
        if found.published is None:
            raise Impossible(_NOT_PUBLISHED)
        if found.edited_at is not None:
            _write("restore_radii", found, found.published, actor=actor, now=now, edited_at=None)


def _held(*, actor: Actor, code: str, stamp: str) -> DepartementRadii:
    if refusal := may_keep(actor):
        raise refusal
    row = Departement.objects.select_for_update(no_key=True).filter(code=code).first()
    if row is None:
        raise Impossible(_GONE)
    found = facts_of(row)
    if found.used.stamp != stamp:
        raise Impossible(_CHANGED)
    return found


def _write(
    verb: str, found: DepartementRadii, used: Radii, *, actor: Actor, now: datetime, edited_at: datetime | None
) -> None:
    kept = _facts(used)
    Departement.objects.filter(code=found.code).update(**kept, edited_at=edited_at)
    about: dict[str, Any] = {
        "subject": "departement",
        "subject_id": found.code,
        "change": Change(_facts(found.used), kept),
    }
    journal.record_change(actor=actor, verb=verb, now=now, **about, **kept)


def _facts(used: Radii) -> dict[str, Any]:
    return {name: getattr(used, name) for name in ("lat", "lon", "county_radius_km", "city_radius_km")}
