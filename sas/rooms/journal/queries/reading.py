"""Reading the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.journal.models import AuditEntry
from sas.rooms.journal.queries.keys import kept_key
from sas.rooms.journal.rules.reading import TraceFilters, filters_problem, may_read
from sas.rooms.journal.rules.secrets import opened

PAGE = 50


@dataclass(frozen=True, slots=True)
class Trace:
    """One audit row."""

    at: datetime
    user_id: int | None
    verb: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One line of the journal's page; `for_whom`: « professional:12 », whose thing it is."""

    number: int
    at: datetime
    user_id: int | None
    verb: str
    subject: str
    subject_id: str
    roles: tuple[str, ...]
    for_whom: str


@dataclass(frozen=True, slots=True)
class TracePage:
    """Fifty lines, newest first; `older`: the entry after which the next page begins, None on the last."""

    rows: tuple[TraceRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class TraceDetail:
    """All that one entry says. A value that no key opens any more is ERASED."""

    row: TraceRow
    request_id: str
    network: str
    about: str
    details: Mapping[str, Any]
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def traces_of(*, actor: Actor, subject: str, subject_id: object, limit: int = 50) -> tuple[Trace, ...]:
    """The latest traces of one subject, newest first, for administrators and the platform itself.

    Raises Refused for anyone else.
    """
    _may_read(actor)
    rows = AuditEntry.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("-at", "-id")[:limit]
    return tuple(Trace(row.at, row.user_id, row.verb, row.details) for row in rows)


def traces(*, actor: Actor, filters: TraceFilters, before: int | None = None) -> TracePage:
    """One page of the trail, at a bounded cost: what is asked is read along an index, from the entry `before` on.

    An entry that is there no more begins nothing: the first page is read. Raises Refused for anyone but administrators
    and the platform, Impossible for filters that cannot be, with the field of theirs.
    """
    _may_read(actor)
    if problem := filters_problem(filters):
        raise problem
    entries = AuditEntry.objects.filter(_asked(filters))
    if before is not None and (at := AuditEntry.objects.filter(id=before).values_list("at", flat=True).first()):
        entries = entries.filter(Q(at__lt=at) | Q(at=at, id__lt=before), at__lte=at)
    rows = [_row(entry) for entry in entries.order_by("-at", "-id")[: PAGE + 1]]
    shown = tuple(rows[:PAGE])
    return TracePage(shown, shown[-1].number if len(rows) > PAGE else None)


def trace(*, actor: Actor, number: int) -> TraceDetail | None:
    """One entry with what it changed; raises Refused for anyone but administrators and the platform."""
    _may_read(actor)
    entry = AuditEntry.objects.filter(id=number).first()
    if entry is None:
        return None
    key = kept_key(entry.about) if entry.about else None
    return TraceDetail(
        row=_row(entry),
        request_id=entry.request_id,
        network=entry.network,
        about=entry.about,
        details=entry.details,
        before=opened(entry.before, key=key),
        after=opened(entry.after, key=key),
    )


def _may_read(actor: Actor) -> None:
    if refusal := may_read(actor):
        raise refusal


def _asked(filters: TraceFilters) -> Q:
    told = {
        "user_id": filters.user_id,
        "verb": filters.verb or None,
        "subject": filters.subject or None,
        "subject_id": filters.subject_id or None,
        "at__gte": filters.since,
        "at__lt": filters.until,
    }
    return Q(**{name: value for name, value in told.items() if value is not None})


def _row(entry: AuditEntry) -> TraceRow:
    return TraceRow(
        number=entry.id,
        at=entry.at,
        user_id=entry.user_id,
        verb=entry.verb,
        subject=entry.subject,
        subject_id=entry.subject_id,
        roles=tuple(entry.roles),
        for_whom=entry.for_whom,
    )
