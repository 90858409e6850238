"""Taking a file away: once, by whoever asked for it, while the link lasts and the right to it too."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from sas.actor import Actor
from sas.adapters.storage import client as storage
from sas.errors import Impossible, Refused
from sas.rooms.extracts import rules
from sas.rooms.extracts.enums import ExtractState, FileFormat, Problem, Scope
from sas.rooms.extracts.models import Extract
from sas.rooms.extracts.operations.tracing import note
from sas.rooms.extracts.queries.following import asked_of

_TAKEN = "Ce fichier a déjà été téléchargé : il ne l'est qu'une fois. Demandez une nouvelle extraction."
_OVER = "Le délai de téléchargement est passé : demandez une nouvelle extraction."
_NO_LONGER = "Vous ne gérez plus l'une des structures de ce fichier : demandez une nouvelle extraction."
_NOT_READY = "Cette extraction n'est pas prête."


@dataclass(frozen=True, slots=True)
class TakenFile:
    """What leaves: the name it is saved under, its form, and its bytes, whose file has no name any more."""

    name: str
    file_format: FileFormat
    content: BinaryIO


def take_extract(*, actor: Actor, extract_id: int, now: datetime) -> TakenFile:
    """Open the file for the last time, and remove it.

    Raises Refused for somebody else's or for what the actor may no longer extract, Impossible for one that was taken,
    has expired, is not ready or is lost.
    """
    content: BinaryIO | None = None
    with transaction.atomic(durable=True):
        row = Extract.objects.select_for_update().filter(id=extract_id).first()
        if row is None or row.author_id is None or row.author_id != actor.user_id:
            raise Refused(rules.NO_SUCH_EXTRACT)
        _check(row, actor=actor, now=now)
        file_name, row.file_name = row.file_name, ""
        try:
            content = storage.opened(file_name)
        except FileNotFoundError:
            row.state, row.problem = ExtractState.FAILED, Problem.LOST
        else:
            row.state, row.ended_at = ExtractState.TAKEN, now
        row.save()
        note(row, verb="take_extract" if content else "extract_failed", actor=actor, now=now)
    if content is None:
        raise Impossible(Problem.LOST.label)
    storage.remove(file_name)
    return TakenFile(_saved_as(row), FileFormat(row.file_format), content)


def _check(row: Extract, *, actor: Actor, now: datetime) -> None:
    if refusal := rules.may_extract(actor, asked_of(row)):
        raise refusal
    if row.scope == Scope.STRUCTURES and not actor.managed.issuperset(row.structure_ids):
        raise Refused(_NO_LONGER)
    if row.state == ExtractState.TAKEN:
        raise Impossible(_TAKEN)
    is_over = row.expires_at is not None and row.expires_at <= now
    if row.state == ExtractState.EXPIRED or (row.state == ExtractState.READY and is_over):
        raise Impossible(_OVER)
    if row.state != ExtractState.READY:
        raise Impossible(_NOT_READY)


def _saved_as(row: Extract) -> str:
    """« sas-orientations-2026-10-01-2026-10-31.csv »."""
    days = f"-{row.first_day}-{row.last_day}" if row.first_day else f"-{row.asked_at:%Y-%m-%d}"
    return f"sas-{row.dataset}{days}.{row.file_format}"
