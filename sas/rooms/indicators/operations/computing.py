"""Closing months, looking again at what was said of them later, and making the tables of quarters anew."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from sas.actor import Actor
from sas.dates import last_day_of
from sas.errors import Impossible
from sas.rooms.directory import queries as directory
from sas.rooms.directory.enums import StructureKind
from sas.rooms.directory.queries import StructureFacts
from sas.rooms.indicators import rules
from sas.rooms.indicators.models import CentreLine, ClosedMonth, MonthFact, QuarterLine
from sas.rooms.indicators.operations.writing import write_centre_lines, write_centres, write_doctors, write_lines
from sas.rooms.indicators.queries.computing import honoured_after
from sas.rooms.indicators.rules import Quarter
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import queries as orientation
from sas.rooms.orientation.queries import Recipients
from sas.rooms.participation import queries as participation

BATCH = 500
_OVERLAP = timedelta(days=1)
"""Looked at twice rather than missed: what was being written while the last run read."""


@dataclass(frozen=True, slots=True)
class Computed:
    """What a run did: months closed, facts written (first versions and others), lines of tables."""

    months: int = 0
    facts: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class _People:
    """Whom a month or a quarter is about."""

    professional_ids: frozenset[int]
    structure_ids: frozenset[int]


def keep_up(*, actor: Actor, now: datetime) -> Computed:
    """Close the months that can be, once; add a version where something was said since; make the open tables anew.

    Each night, by the worker, from the quarter of the oldest orientation on. It may be killed and run again: what is
    written is not written twice. Raises Refused for a person.
    """
    if refusal := rules.may_compute(actor):
        raise refusal
    first = rules.quarter_of(orientation.first_day(actor=actor) or now.date())
    months = [one for one in rules.months_between(first.first_day, _last_begun(now)) if rules.has_begun(one, now=now)]
    closed = frozenset(ClosedMonth.objects.values_list("month", flat=True))
    still = [month for month in months if month not in closed]
    facts = sum(_look_again(month, actor=actor, now=now) for month in sorted(closed))
    closable = [month for month in still if rules.closes_at(month, after=honoured_after()) <= now]
    for month in closable:
        facts += _close(month, actor=actor, now=now)
    quarters = sorted({rules.quarter_of(month) for month in still})
    lines = sum(_refresh(quarter, actor=actor, now=now) for quarter in quarters)
    return Computed(len(closable), facts, lines)


def recompute(*, actor: Actor, month: date, now: datetime) -> Computed:
    """Compute a closed month again for everybody: a version is added where it differs, none is changed.

    Raises Refused for a person, Impossible for a month that is not closed.
    """
    if refusal := rules.may_compute(actor):
        raise refusal
    if not ClosedMonth.objects.filter(month=month).exists():
        raise Impossible("Ce mois n'est pas clos : ses chiffres se calculent encore d'eux-mêmes.")
    people = _of_month(month, actor=actor)
    facts = _write(people, month=month, actor=actor, now=now)
    _note("recompute_month", actor=actor, month=month, facts=facts, now=now)
    return Computed(0, facts, _lines(people, quarter=rules.quarter_of(month), actor=actor, now=now))


def _last_begun(now: datetime) -> date:
    """The furthest day that has begun somewhere."""
    return (now + _OVERLAP).date()


def _close(month: date, *, actor: Actor, now: datetime) -> int:
    facts = _write(_of_month(month, actor=actor), month=month, actor=actor, now=now)
    with transaction.atomic(durable=True):
        ClosedMonth.objects.get_or_create(month=month, defaults={"closed_at": now, "judged_at": now})
        journal.record(
            actor=actor, verb="close_month", subject="indicators", now=now, month=f"{month:%Y-%m}", facts=facts
        )
    return facts


def _note(verb: str, *, actor: Actor, month: date, facts: int, now: datetime) -> None:
    with transaction.atomic(durable=True):
        journal.record(actor=actor, verb=verb, subject="indicators", now=now, month=f"{month:%Y-%m}", facts=facts)


def _look_again(month: date, *, actor: Actor, now: datetime) -> int:
    """A mark made, corrected, or a member named after the month was closed."""
    last_day = last_day_of(month)
    judged_at = ClosedMonth.objects.values_list("judged_at", flat=True).get(month=month)
    said = orientation.touched(actor=actor, first_day=month, last_day=last_day, since=judged_at - _OVERLAP)
    held = MonthFact.objects.filter(month=month, counted_ids__overlap=list(said.orientation_ids))
    facts = 0
    if said.orientation_ids:
        before = frozenset(one for one in held.values_list("professional_id", flat=True) if one)
        people = _People(said.professional_ids | before, said.structure_ids)
        facts = _write(people, month=month, actor=actor, now=now)
        if facts:
            _lines(people, quarter=rules.quarter_of(month), actor=actor, now=now)
    with transaction.atomic(durable=True):
        ClosedMonth.objects.filter(month=month).update(judged_at=now)
    return facts


def _of_month(month: date, *, actor: Actor) -> _People:
    """Who saved settings, who received a patient, and who has figures already."""
    sent = orientation.recipients(actor=actor, first_day=month, last_day=last_day_of(month))
    return _known(actor, sent, held=MonthFact.objects.filter(month=month, version=1))


def _known(actor: Actor, sent: Recipients, *, held: QuerySet[MonthFact]) -> _People:
    professionals = frozenset(one for one in held.values_list("professional_id", flat=True) if one)
    structures = frozenset(one for one in held.values_list("structure_id", flat=True) if one)
    return _People(
        frozenset(_with_settings(actor)) | sent.professional_ids | professionals,
        participation.structure_ids(actor=actor) | sent.structure_ids | structures,
    )


def _with_settings(actor: Actor) -> Iterator[int]:
    after = 0
    while ids := participation.professional_ids(actor=actor, after=after):
        yield from ids
        after = ids[-1]


def _write(people: _People, *, month: date, actor: Actor, now: datetime) -> int:
    """Each batch in a transaction of its own."""
    written = 0
    for batch in _batches(people.professional_ids):
        with transaction.atomic(durable=True):
            doctors = directory.doctors(actor=actor, professional_ids=batch)
            written += write_doctors(doctors.values(), month=month, now=now)
    for batch in _batches(people.structure_ids):
        with transaction.atomic(durable=True):
            written += write_centres([one.id for one in _centres(batch, actor=actor)], month=month, now=now)
    return written


def _refresh(quarter: Quarter, *, actor: Actor, now: datetime) -> int:
    """The whole tables of a quarter; who is no longer in them leaves them."""
    sent = orientation.recipients(actor=actor, first_day=quarter.first_day, last_day=quarter.last_day)
    people = _known(actor, sent, held=MonthFact.objects.filter(month__in=quarter.months))
    lines = _lines(people, quarter=quarter, actor=actor, now=now)
    with transaction.atomic(durable=True):
        for table in (QuarterLine, CentreLine):
            table._default_manager.filter(quarter=quarter.first_day, computed_at__lt=now).delete()  # noqa: SLF001
    return lines


def _lines(people: _People, *, quarter: Quarter, actor: Actor, now: datetime) -> int:
    written = 0
    for batch in _batches(people.professional_ids):
        with transaction.atomic(durable=True):
            doctors = directory.doctors(actor=actor, professional_ids=batch)
            written += write_lines(doctors, quarter=quarter, now=now)
    for batch in _batches(people.structure_ids):
        with transaction.atomic(durable=True):
            centres = [one for one in _centres(batch, actor=actor) if not one.closed]
            written += write_centre_lines(centres, quarter=quarter, now=now)
    return written


def _centres(ids: Collection[int], *, actor: Actor) -> list[StructureFacts]:
    found = directory.structures(actor=actor, ids=ids)
    return [one for one in found if one.kind == StructureKind.CDS]


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
