"""The entries as seals read them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from sas.rooms.journal.models import AuditEntry, AuditSeal
from sas.rooms.journal.rules import Cover, Entry
from sas.rooms.journal.rules.seals import Later

_READ = ("id", "at", "user_id", "verb", "subject", "subject_id", "details")


def after(number: int, *, most: int) -> list[Entry]:
    """The first ones beyond this number, at most so many."""
    return _read(AuditEntry.objects.filter(id__gt=number).order_by("id")[:most])


def numbered(numbers: Collection[int]) -> list[Entry]:
    """Those of these numbers, in their order."""
    return _read(AuditEntry.objects.filter(id__in=numbers).order_by("id")) if numbers else []


def between(first: int, last: int, *, and_also: Collection[int]) -> dict[int, Entry]:
    """Those of these numbers and of those, by number."""
    wanted = Q(id__range=(first, last)) | Q(id__in=and_also)
    return {entry.number: entry for entry in _read(AuditEntry.objects.filter(wanted))}


def cover_of(seal: AuditSeal) -> Cover:
    """What a seal covers."""
    return Cover(seal.at, seal.first, seal.last, seal.gaps, seal.late, bytes(seal.marks))


def _read(rows: QuerySet[AuditEntry]) -> list[Entry]:
    read: list[tuple[Any, ...]] = list(rows.values_list(*_READ, *Later._fields))
    return [Entry(*row[: len(_READ)], Later(*row[len(_READ) :])) for row in read]
