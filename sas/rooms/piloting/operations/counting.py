"""Counting days: each night those that are due, and on demand any day that is over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Model

from sas.actor import Actor
from sas.errors import Impossible
from sas.rooms.journal import operations as journal
from sas.rooms.orientation import queries as orientation
from sas.rooms.piloting import rules
from sas.rooms.piloting.enums import Source
from sas.rooms.piloting.models import AvailabilityFact, CountedDay, OrientationFact, ParticipationFact, TwoHoursFact
from sas.rooms.piloting.operations.writing import write
from sas.rooms.piloting.queries.counting import Found, agendas_of, editors_of, orientations_of
from sas.rooms.piloting.queries.people import participants_of, participation_of, two_hours_of
from sas.rooms.piloting.rules import Period

A_NIGHT = 60
"""Days counted at most in one run: a platform that was never counted catches up night after night, latest first."""

_DAY = timedelta(days=1)
_NOT_OVER = "Un jour ne se compte qu'une fois fini."


@dataclass(frozen=True, slots=True)
class Counted:
    """What a run did: days counted, facts written (first versions and others), days still due."""

    days: int = 0
    facts: int = 0
    due: int = 0


def keep_up(*, actor: Actor, now: datetime) -> Counted:
    """Note what editors tell of tomorrow, then count the days that are due, latest first.

    Each night, by the worker; it may be killed and run again. Raises Refused for a person.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    facts = _note_editors(rules.today(now) + _DAY, actor=actor, now=now)
    due = _due(actor=actor, now=now)
    facts += sum(_count(day, actor=actor, now=now) for day in due[:A_NIGHT])
    return Counted(len(due[:A_NIGHT]), facts, len(due[A_NIGHT:]))


def recompute(*, actor: Actor, period: Period, now: datetime) -> Counted:
    """Count days again, or for the first time: a version is added where something differs, none is changed.

    What editors told is not theirs to tell again: it stays as it was noted. Raises Refused for a person, Impossible
    when the last day is not over in Paris.
    """
    if refusal := rules.may_count(actor):
        raise refusal
    if period.last >= rules.today(now):
        raise Impossible(_NOT_OVER)
    days = [period.first + number * _DAY for number in range(period.days)]
    return Counted(len(days), sum(_count(day, actor=actor, now=now) for day in days))


def _due(*, actor: Actor, now: datetime) -> list[date]:
    """From the oldest orientation on, or the first day ever counted: a night without the worker is made up for."""
    yesterday = rules.today(now) - _DAY
    known = (orientation.first_day(actor=actor), CountedDay.objects.aggregate(day=Min("day"))["day"])
    first = min([yesterday, *(day for day in known if day)])
    taken = dict(CountedDay.objects.filter(day__range=(first, yesterday)).values_list("day", "looks"))
    days = (yesterday - number * _DAY for number in range((yesterday - first).days + 1))
    return [day for day in days if taken.get(day, 0) < rules.looks_by(day, now=now)]


def _count(day: date, *, actor: Actor, now: datetime) -> int:
    """Count first, then write all there is of a day at once."""
    people = participants_of(day)
    counted: tuple[tuple[type[Model], Found, dict[str, str]], ...] = (
        (OrientationFact, orientations_of(day), {}),
        (AvailabilityFact, agendas_of(day), {"source": Source.AGENDA.value}),
        (ParticipationFact, participation_of(people.values()), {}),
        (TwoHoursFact, two_hours_of(people, sunday=day) if rules.is_sunday(day) else {}, {}),
    )
    looks = rules.looks_by(day, now=now)
    with transaction.atomic(durable=True):
        row, _ = CountedDay.objects.select_for_update().get_or_create(day=day, defaults={"looks": 0})
        facts = sum(write(model, found, day=day, now=now, **part) for model, found, part in counted)
        CountedDay.objects.filter(day=day).update(looks=max(row.looks, looks), counted_at=now)
        journal.record(actor=actor, verb="count_day", subject="piloting", now=now, day=f"{day:%Y-%m-%d}", facts=facts)
    return facts


def _note_editors(day: date, *, actor: Actor, now: datetime) -> int:
    """Once: what editors told of a day is gone once it is over."""
    if CountedDay.objects.filter(day=day, editors_at__isnull=False).exists():
        return 0
    found = editors_of(day, now=now)
    with transaction.atomic(durable=True):
        CountedDay.objects.get_or_create(day=day, defaults={"looks": 0})
        if not CountedDay.objects.filter(day=day, editors_at__isnull=True).update(editors_at=now):
            return 0
        facts = write(AvailabilityFact, found, day=day, now=now, source=Source.EDITOR.value)
        journal.record(
            actor=actor, verb="note_editors", subject="piloting", now=now, day=f"{day:%Y-%m-%d}", facts=facts
        )
    return facts
