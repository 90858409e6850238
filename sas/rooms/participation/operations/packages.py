"""Saying that an establishment takes part in the reorientation package, or no longer does (C22, F-202)."""

from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change
from sas.rooms.participation import rules
from sas.rooms.participation.models import ParticipationChange, StructureSettings

_NOT_OF_YOURS = "Cet établissement n'existe pas, ou n'est pas de vos territoires."


def save_package(*, actor: Actor, structure_id: int, takes_part: bool, now: datetime) -> bool:
    """Keep it; tells whether anything changed: saying it again leaves no trace.

    Raises Refused unless the actor keeps the establishments of a territory where this one stands; told alike for a
    structure that is none.
    """
    if refusal := rules.may_set_packages(actor):
        raise refusal
    _within_reach(actor=actor, structure_id=structure_id)
    with transaction.atomic(durable=True):
        made = StructureSettings(structure_id=structure_id, updated_at=now)
        StructureSettings.objects.bulk_create([made], ignore_conflicts=True)
        row = StructureSettings.objects.select_for_update().get(structure_id=structure_id)
        if row.reorientation_package == takes_part:
            return False
        StructureSettings.objects.filter(structure_id=structure_id).update(
            reorientation_package=takes_part, updated_at=now
        )
        said = [{"reorientation_package": value} for value in (row.reorientation_package, takes_part)]
        ParticipationChange.objects.create(
            structure_id=structure_id, at=now, user_id=actor.user_id, before=said[0], after=said[1]
        )
        verb = "take_package" if takes_part else "leave_package"
        change = Change({"reorientation_package": not takes_part}, {"reorientation_package": takes_part})
        journal.record_change(
            actor=actor, verb=verb, subject="structure", subject_id=structure_id, now=now, change=change
        )
    return True


def _within_reach(*, actor: Actor, structure_id: int) -> None:
    found = next(iter(directory.structures(actor=actor, ids=[structure_id])), None)
    within = rules.departements_within(actor, territories=directory.territories(actor=actor))
    known = found is not None and found.kind == StructureKind.ESTABLISHMENT and not found.closed
    if found is None or not known or (within is not None and within.isdisjoint(found.departements)):
        raise Refused(_NOT_OF_YOURS)
