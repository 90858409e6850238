"""Saving the settings of a health centre or of an SOS association (F-101 to F-103, F-106, F-110)."""

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import StructureFacts
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.participation import queries, rules
from sas.rooms.participation.models import ParticipationChange, StructureSettings
from sas.rooms.participation.queries.houses import settings_of
from sas.rooms.participation.rules import HouseDraft, HouseSettings

_NO_FORM = "Cette structure n'a pas de paramètres : sa participation est celle des professionnels qui la choisissent."
_CLOSED = "Cette structure est fermée dans l'annuaire : ses paramètres ne peuvent plus être modifiés."
_MEANWHILE = (
    "Ces paramètres ont été modifiés par {by} le {at:%d/%m/%Y} à {at:%Hh%M} : rien n'a été enregistré. Vérifiez votre "
    "demande, puis enregistrez à nouveau."
)


class _Unchanged(Exception):
    """Undoes the transaction that has nothing to keep, the row made to be locked included."""


def save_structure_settings(
    *, actor: Actor, structure_id: int, draft: HouseDraft, seen: str, now: datetime
) -> HouseSettings:
    """Keep what a manager says of the structure, and announce its places; returns the settings.

    `seen` is the stamp of the settings that were shown. Raises Refused to whoever does not manage the structure;
    Impossible with the first field at fault, or when somebody else changed the settings meanwhile. What is the same
    leaves no trace.
    """
    if refusal := rules.may_keep_settings(actor, structure_id=structure_id):
        raise refusal
    house = _open_house(actor=actor, structure_id=structure_id)
    wanted, problems = rules.judge_house(kind=house.kind, draft=draft)
    for field, sentence in problems.items():
        raise Impossible(sentence, field=field)
    assert wanted is not None  # no problem: there are settings
    with suppress(_Unchanged), transaction.atomic(durable=True):
        row, is_new = _held(structure_id, now=now)
        kept = settings_of(row)
        if kept.stamp != seen:
            raise _changed_meanwhile(actor=actor, structure_id=structure_id)
        if kept == wanted and not is_new:
            raise _Unchanged
        _write(wanted, actor=actor, structure_id=structure_id, before={} if is_new else asdict(kept), now=now)
    return wanted


def _open_house(*, actor: Actor, structure_id: int) -> StructureFacts:
    house = next(iter(directory.structures(actor=actor, ids=[structure_id])), None)
    if house is None or StructureKind(house.kind) not in rules.WITH_SETTINGS:
        raise Impossible(_NO_FORM)
    if house.closed:
        raise Impossible(_CLOSED)
    return house


def _held(structure_id: int, *, now: datetime) -> tuple[StructureSettings, bool]:
    """The row, locked, made when there was none; and whether it was made now."""
    held = StructureSettings.objects.select_for_update().filter(structure_id=structure_id)
    if row := held.first():
        return row, False
    made = StructureSettings(structure_id=structure_id, updated_at=now)
    StructureSettings.objects.bulk_create([made], ignore_conflicts=True)
    row = held.get()
    return row, not ParticipationChange.objects.filter(structure_id=structure_id).exists()


def _write(wanted: HouseSettings, *, actor: Actor, structure_id: int, before: dict[str, object], now: datetime) -> None:
    after = asdict(wanted)
    StructureSettings.objects.filter(structure_id=structure_id).update(**after, updated_at=now)
    ParticipationChange.objects.create(
        structure_id=structure_id, at=now, user_id=actor.user_id, before=before, after=after
    )
    about: dict[str, Any] = {"subject": "structure", "subject_id": structure_id, "change": Change(before, after)}
    journal.record_change(actor=actor, verb="save_structure_settings", now=now, **about, **after)
    places = directory.place_ids_of(actor=actor, professionals=[], structures=[structure_id])
    changes.place_changed(places, now=now)


def _changed_meanwhile(*, actor: Actor, structure_id: int) -> Impossible:
    last = next(iter(queries.house_changes(actor=actor, structure_id=structure_id)), None)
    if last is None:
        return Impossible("Ces paramètres ont changé : vérifiez votre demande, puis enregistrez à nouveau.")
    return Impossible(_MEANWHILE.format(by=last.by, at=last.at.astimezone(ZoneInfo("Europe/Paris"))))
