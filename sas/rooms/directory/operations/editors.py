"""Keeping the editors: their names, how they are reached, what was seen of their certificates (F-231, F-261)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.directory.models import Editor
from sas.rooms.directory.queries.editors import connection_of
from sas.rooms.directory.rules import (
    EditorConnection,
    checked_connection,
    checked_software_name,
    connection_changes,
    may_keep,
)
from sas.rooms.journal import operations as journal
from sas.rooms.journal.rules import Change

_GONE = "Cette ligne n'existe pas."
_NAME_TAKEN = "Un autre éditeur porte déjà ce nom."
_SYSTEM_TAKEN = "Un autre éditeur signale déjà ses rendez-vous sous ce système."
_CERTIFICATE_TAKEN = "Un autre éditeur appelle déjà avec ce certificat."


def save_editor(
    *,
    actor: Actor,
    editor_id: int | None,
    name: str,
    active: bool,
    now: datetime,
    connection: EditorConnection | None = None,
) -> int:
    """Add an editor (None), or change one; returns its id. Without `connection` the way to reach it stays as it is.

    An inactive one is no longer proposed nor asked, and stays with those who named it. Raises Refused for anyone but
    administrators, Impossible beside the field that cannot be, or is another's.
    """
    wanted = _allowed_name(actor, name)
    asked = None
    if connection is not None:
        asked = checked_connection(connection, loopback=settings.EDITOR_LOOPBACK)
    with transaction.atomic(durable=True):
        row = _held(editor_id)
        if Editor.objects.filter(name__iexact=wanted).exclude(id=row.id).exists():
            raise Impossible(_NAME_TAKEN, field="name")
        before = _facts(row)
        row.name, row.active = wanted, active
        told: dict[str, Any] = _connect(row, asked) if asked is not None else {}
        _save(row)
        change = Change(before if editor_id else {}, _facts(row))
        about: dict[str, Any] = {"subject": "editor", "subject_id": row.id, "change": change, "active": active}
        journal.record_change(actor=actor, verb="save_editor", now=now, **about, **told)
    return row.id


def note_certificate(*, actor: Actor, editor_id: int, until: datetime, now: datetime) -> None:
    """The certificate that an editor's server has just shown ends then. In the caller's transaction, or alone."""
    Editor.objects.filter(id=editor_id).update(certificate_until=until, certificate_seen_at=now)


def _allowed_name(actor: Actor, name: str) -> str:
    if refusal := may_keep(actor):
        raise refusal
    return checked_software_name(name)


def _save(row: Editor) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twin:
        raise Impossible(_NAME_TAKEN, field="name") from twin


def _facts(row: Editor) -> dict[str, object]:
    return {"name": row.name, "active": row.active, **asdict(connection_of(row))}


def _connect(row: Editor, asked: EditorConnection) -> dict[str, list[str]]:
    """Write how it is reached on the row; returns what changed, for the trail."""
    names = connection_changes(connection_of(row), asked)
    if asked.client_cn:
        _stand_alone()
        _check_alone(row, asked)
    for name, value in asdict(asked).items():
        setattr(row, name, list(value) if name == "hosts" else value)
    if {"base_url", "expected_cn"} & set(names):
        row.certificate_until = row.certificate_seen_at = None
    return {"changed": names} if names else {}


def _check_alone(row: Editor, asked: EditorConnection) -> None:
    """Raises Impossible for a certificate or a system of appointments that another editor has."""
    others = Editor.objects.exclude(id=row.id)
    if others.filter(client_cn__iexact=asked.client_cn, client_ou__iexact=asked.client_ou).exists():
        raise Impossible(_CERTIFICATE_TAKEN, field="client_cn")
    if asked.appointment_system and others.filter(appointment_system=asked.appointment_system).exists():
        raise Impossible(_SYSTEM_TAKEN, field="appointment_system")


def _stand_alone() -> None:
    """One certificate is one caller: who saves at the same time waits until the transaction ends."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('editors'))")


def _held(editor_id: int | None) -> Editor:
    if editor_id is None:
        return Editor(**asdict(EditorConnection()))
    row = Editor.objects.select_for_update(no_key=True).filter(id=editor_id).first()
    if row is None:
        raise Impossible(_GONE)
    return row
