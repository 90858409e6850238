"""Changing what is in the agenda: each operation carries out the plan that its preview shows (ADR 17)."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sas.actor import Actor
from sas.rooms.availability import queries, rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import AgendaSlot
from sas.rooms.availability.operations.closing import announce, changed_meanwhile, close
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.availability.operations.publishing import add_slots
from sas.rooms.availability.queries import Preview, stored
from sas.rooms.availability.queries.stored import AgendaRow
from sas.timetable.plans import Plan, SeriesTerms, Terms


def edit_occurrence(
    *, actor: Actor, place_id: int, slot_id: int, day: date, terms: Terms, seen: str, now: datetime
) -> Plan:
    """Carry out `queries.planned_edit`: this occurrence only (F-068, F-069, C26); returns what was done.

    `seen` is the version of the agenda that was shown, or the `seen` of a preview, which must then be what happens.
    Raises what the preview raises, and Impossible when the agenda changed meanwhile: who, when.
    """

    def plan() -> Preview:
        return queries.planned_edit(actor=actor, place_id=place_id, slot_id=slot_id, day=day, terms=terms, now=now)

    kind = ChangeKind.EDIT_OCCURRENCE
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, slot=slot_id, day=day)


def edit_series_from(
    *, actor: Actor, place_id: int, slot_id: int, day: date, terms: SeriesTerms, seen: str, now: datetime
) -> Plan:
    """Carry out `queries.planned_series_edit`: the series from that occurrence on; `seen` as in `edit_occurrence`."""

    def plan() -> Preview:
        return queries.planned_series_edit(
            actor=actor, place_id=place_id, slot_id=slot_id, day=day, terms=terms, now=now
        )

    kind = ChangeKind.EDIT_SERIES
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, slot=slot_id, day=day)


def delete_occurrence(
    *, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime, seen: str | None = None
) -> Plan:
    """Carry out `queries.planned_deletion`: one occurrence (F-070); `seen` as in `edit_occurrence`, None: unseen."""

    def plan() -> Preview:
        return queries.planned_deletion(actor=actor, place_id=place_id, slot_id=slot_id, day=day, now=now)

    kind = ChangeKind.DELETE_OCCURRENCE
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, slot=slot_id, day=day)


def delete_series_from(
    *, actor: Actor, place_id: int, slot_id: int, day: date, now: datetime, seen: str | None = None
) -> Plan:
    """Carry out `queries.planned_series_deletion`: from that occurrence on, but what has a patient (F-070, E35).

    Rows stay, without any occurrence left to come: past orientations refer to them. `seen` as in `delete_occurrence`.
    """

    def plan() -> Preview:
        return queries.planned_series_deletion(actor=actor, place_id=place_id, slot_id=slot_id, day=day, now=now)

    kind = ChangeKind.DELETE_SERIES
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, slot=slot_id, day=day)


def copy_day(*, actor: Actor, place_id: int, day: date, targets: Collection[date], seen: str, now: datetime) -> Plan:
    """Carry out `queries.planned_day_copy`; `seen` as in `edit_occurrence`. Copied twice, nothing is there twice."""

    def plan() -> Preview:
        return queries.planned_day_copy(actor=actor, place_id=place_id, day=day, targets=targets, now=now)

    kind = ChangeKind.COPY_DAY
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, day=day)


def copy_week(
    *, actor: Actor, place_id: int, monday: date, targets: Collection[date], seen: str, now: datetime
) -> Plan:
    """Carry out `queries.planned_week_copy`; `targets` are days of the weeks copied to."""

    def plan() -> Preview:
        return queries.planned_week_copy(actor=actor, place_id=place_id, monday=monday, targets=targets, now=now)

    kind = ChangeKind.COPY_WEEK
    return _carry_out(plan, actor=actor, place_id=place_id, kind=kind, seen=seen, now=now, day=monday)


def _carry_out(
    plan: Callable[[], Preview],
    *,
    actor: Actor,
    place_id: int,
    kind: ChangeKind,
    seen: str | None,
    now: datetime,
    **about: int | date,
) -> Plan:
    """Plan again under the lock; do it when it is what was seen. What changes nothing leaves no trace."""
    with transaction.atomic(durable=True):
        place = queries.editable_place(actor=actor, place_id=place_id)
        agenda = lock_agenda(place_id=place_id, now=now)
        if seen is not None and seen.partition(".")[0] != str(agenda.version):
            raise changed_meanwhile(actor=actor, place=place)
        preview = plan()
        if seen is not None and rules.told_differently(seen=seen, version=agenda.version, plan=preview.plan):
            raise rules.stale()
        if preview.plan.changes_something:
            _apply(preview.plan, actor=actor, agenda=agenda, kind=kind, now=now, about=about)
    return preview.plan


def _apply(
    plan: Plan, *, actor: Actor, agenda: AgendaRow, kind: ChangeKind, now: datetime, about: dict[str, int | date]
) -> None:
    ids = [slot.id for slot in plan.rewritten]
    before = stored.slots_by_id(ids)
    for slot in plan.rewritten:
        cancelled = sorted(slot.rule.cancelled)
        AgendaSlot.objects.filter(id=slot.id).update(last_day=slot.rule.last_day, cancelled=cancelled)
    made = add_slots(plan.created, actor=actor, place_id=agenda.place_id, now=now)
    told: dict[str, Any] = {name: one.isoformat() if isinstance(one, date) else one for name, one in about.items()}
    close(
        actor=actor,
        agenda=agenda,
        kind=kind,
        before=[rules.slot_fact(slot) for slot in before],
        after=[*map(rules.slot_fact, plan.rewritten), *map(rules.slot_fact, plan.created)],
        now=now,
        slots=[*ids, *made],
        **told,
    )
    announce([agenda], now=now)
