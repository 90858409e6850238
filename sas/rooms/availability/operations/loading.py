"""Whole agendas at once, for the demonstration and the benchmarks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sas import changes
from sas.actor import Actor
from sas.rooms.availability import rules
from sas.rooms.journal import operations as journal
from sas.timetable.modality import Modality
from sas.timetable.recurrence import SlotRule

BATCH = 1000
"""Places loaded, and announced, at a time: memory does not grow with their number."""

_SLOT = (
    "place_id", "first_day", "last_day", "weekly", "start", "end", "zone",
    "patients", "modalities", "cancelled", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotPattern:
    """A créneau (`patients` None) or a plage, with its rule already planned."""

    rule: SlotRule
    patients: int | None
    modalities: Modality


@dataclass(frozen=True, slots=True)
class AgendaDraft:
    """A whole agenda for a place that has none."""

    place_id: int
    slots: tuple[SlotPattern, ...]
    additional_info: str = ""


def load_agendas(*, actor: Actor, agendas: Iterable[AgendaDraft], now: datetime) -> int:
    """Load agendas by COPY; returns how many. A place that already has an agenda keeps it: loading twice adds nothing.

    Rows are not checked as a form would: only the platform may load. Raises Refused for a person, IntegrityError when
    a place does not exist.
    """
    if refused := rules.may_load(actor=actor):
        raise refused
    loaded = 0
    with transaction.atomic(durable=True):
        for batch in _batches(agendas):
            made = _load(batch, now)
            changes.place_changed(made, now=now)
            loaded += len(made)
        journal.record(actor=actor, verb="load_agendas", subject="availability", now=now, count=loaded)
    return loaded


def _batches(agendas: Iterable[AgendaDraft]) -> Iterator[list[AgendaDraft]]:
    batch: list[AgendaDraft] = []
    for draft in agendas:
        batch.append(draft)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _load(batch: list[AgendaDraft], now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into availability_agenda (place_id, additional_info, updated_at)"
            " select * from unnest(%s::bigint[], %s::text[], %s::timestamptz[])"
            " on conflict (place_id) do nothing returning place_id",
            [[d.place_id for d in batch], [d.additional_info for d in batch], [now] * len(batch)],
        )
        made = [place_id for (place_id,) in cursor.fetchall()]
        new = frozenset(made)
        columns = ", ".join(f'"{column}"' for column in _SLOT)
        with cursor.copy(f"copy availability_agendaslot ({columns}) from stdin") as copy:
            for draft in batch:
                if draft.place_id in new:
                    for pattern in draft.slots:
                        copy.write_row(_slot_row(pattern, place_id=draft.place_id, now=now))
    return made


def _slot_row(pattern: SlotPattern, *, place_id: int, now: datetime) -> tuple[Any, ...]:
    rule = pattern.rule
    when = (rule.first_day, rule.last_day, rule.weekly, rule.start, rule.end, rule.zone)
    return (place_id, *when, pattern.patients, int(pattern.modalities), sorted(rule.cancelled), now)
