"""What other rooms' operations call to leave their trace."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from sas.actor import Actor, Circumstances, Role
from sas.errors import Refused
from sas.rooms.journal.enums import Reading
from sas.rooms.journal.operations.person_keys import key_of
from sas.rooms.journal.rules import Change
from sas.rooms.journal.rules.secrets import sealed
from sas.statements import run

_WRITE = """
insert into journal_audit_entry
    (at, user_id, verb, subject, subject_id, details, roles, for_whom, request_id, network, about, before, after)
values (%(at)s, %(user_id)s, %(verb)s, %(subject)s, %(subject_id)s, %(details)s, %(roles)s, %(for_whom)s,
    %(request_id)s, %(network)s, %(about)s, %(before)s, %(after)s)
"""
_JSON = ("details", "before", "after")
_UNCHANGED: Mapping[str, Any] = {"about": "", "before": {}, "after": {}}


def record(*, actor: Actor, verb: str, subject: str, subject_id: object = "", now: datetime, **details: Any) -> None:
    """Write the audit row of an operation, in its transaction (F-233).

    `details` holds ids, codes and counts only. Raises RuntimeError outside a transaction: a trace that could survive
    the rollback of its act, or the reverse, proves nothing.
    """
    record_change(actor=actor, verb=verb, subject=subject, subject_id=subject_id, now=now, change=None, **details)


def record_change(
    *,
    actor: Actor,
    verb: str,
    subject: str,
    subject_id: object = "",
    now: datetime,
    change: Change | None,
    **details: Any,
) -> None:
    """The same, with what fields held before and hold after: the one place for values that are somebody's (ADR 51)."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("journal.record must run inside the operation's transaction")
    row: dict[str, Any] = {
        "at": now,
        "user_id": actor.user_id,
        "verb": verb,
        "subject": subject,
        "subject_id": str(subject_id),
        "details": details,
        "for_whom": _for_whom(actor, subject=subject, subject_id=subject_id, details=details),
        **_told(actor.circumstances),
        **(_kept(change, now=now) if change else _UNCHANGED),
    }
    run(_WRITE, row | {name: Jsonb(row[name]) for name in _JSON})


def record_consultation(
    *,
    actor: Actor,
    reading: Reading,
    subject: str,
    subject_id: str = "",
    listed: Sequence[str] = (),
    now: datetime,
) -> None:
    """Write that somebody read another's record, or a list of records, before the page that shows them leaves.

    What was typed to find them is not kept: it may be somebody's address. Raises Refused to whoever is not signed in,
    as such a trace would name nobody; by support, to anyone but a technical administrator.
    """
    if actor.user_id is None:
        raise Refused("Connectez-vous pour lire ces données.")
    if reading is Reading.SUPPORT and not actor.has(Role.ADMINISTRATEUR):
        raise Refused("Le support est réservé aux administrateurs techniques.")
    with transaction.atomic(durable=True):
        if subject_id:
            verb = f"read_{reading.value}"
            record(actor=actor, verb=verb, subject=subject, subject_id=subject_id, now=now)
        else:
            record(actor=actor, verb=f"list_{reading.value}", subject=subject, now=now, listed=list(listed))


def _told(asked: Circumstances) -> dict[str, Any]:
    roles = [role.value for role in asked.roles]
    return {"roles": roles, "request_id": asked.request_id, "network": asked.network}


def _for_whom(actor: Actor, *, subject: str, subject_id: object, details: Mapping[str, Any]) -> str:
    """Whose agenda or structure is acted on, when it is not the actor's own."""
    place = str(subject_id if subject == "place" else details.get("place", ""))
    if place.isdecimal():
        return actor.for_whom.get(int(place), "")
    theirs = subject == "structure" and str(subject_id) in map(str, actor.structures)
    return f"structure:{subject_id}" if theirs else ""


def _kept(change: Change, *, now: datetime) -> dict[str, Any]:
    """The columns of a change; a person whose values are all plain needs no key."""
    before, after = change.sides()
    if change.about is None or not (before.keys() | after.keys()) - set(change.plain):
        return {"about": "", "before": before, "after": after}
    key = key_of(person=change.about, now=now)
    kept = {
        name: {field: value if field in change.plain else sealed(value, key=key, field=field) for field, value in side}
        for name, side in (("before", before.items()), ("after", after.items()))
    }
    return {"about": str(change.about), **kept}
