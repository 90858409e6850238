"""Declaring unavailability: at once and without end, or for whole days to come (F-080 to F-083)."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.adapters.queue import client as queue
from sas.errors import Impossible
from sas.rooms.availability import queries, rules
from sas.rooms.availability.enums import ChangeKind
from sas.rooms.availability.models import Agenda, PastUnavailability, UnavailabilityPeriod
from sas.rooms.availability.operations.closing import Unchanged, announce, check_version, close
from sas.rooms.availability.operations.locking import lock_agenda
from sas.rooms.availability.queries.stored import AgendaRow
from sas.rooms.directory.queries import PlaceFacts
from sas.timetable.absence import Period, brought_along, hole, period_problems

_TOO_MANY = "Ces périodes en feraient trop pour un autre lieu : {place}, {address}. Modifiez d'abord les siennes."


def save_unavailability(
    *,
    actor: Actor,
    place_ids: Sequence[int],
    indefinite: bool,
    periods: Sequence[Period],
    versions: Mapping[int, int],
    now: datetime,
) -> None:
    """Make these the unavailabilities of the first place; bring the others along, each keeping its own (F-083, C13).

    In the other places `indefinite` is the same, and each period takes the place of those of theirs that it overlaps;
    the rest of theirs stays. A period hides nothing before `now`; one that is unchanged goes on. `versions`: of the
    agendas seen, by place; one that is absent is not compared. Raises Impossible with field "periods" (too many) or
    "periods-<n>", when it would make too many in another place, or when an agenda changed meanwhile.
    """
    with suppress(Unchanged), transaction.atomic(durable=True):
        places = {one: queries.editable_place(actor=actor, place_id=one) for one in sorted(set(place_ids))}
        today = {one: queries.today_at(place, now) for one, place in places.items()}
        _check(periods, today=today[place_ids[0]])
        held, changed = [lock_agenda(place_id=one, now=now) for one in places], False
        for agenda in held:
            place = places[agenda.place_id]
            check_version(actor=actor, place=place, agenda=agenda, version=versions.get(place.id))
            along = place.id != place_ids[0]
            wanted = _brought_along(periods, place=place, today=today[place.id]) if along else periods
            changed |= _save(actor=actor, agenda=agenda, place=place, indefinite=indefinite, periods=wanted, now=now)
        if not changed:
            raise Unchanged
        announce(held, now=now)


def set_unavailable(*, actor: Actor, place_id: int, unavailable: bool, now: datetime) -> None:
    """Hide the whole agenda from `now` for an indefinite time, or show it again (F-080, F-082); periods stay.

    Saying it again changes nothing: the unavailability keeps its first instant.
    """
    with suppress(Unchanged), transaction.atomic(durable=True):
        place = queries.editable_place(actor=actor, place_id=place_id)
        agenda = lock_agenda(place_id=place_id, now=now)
        kept = _current(place, today=queries.today_at(place, now))
        if not _save(actor=actor, agenda=agenda, place=place, indefinite=unavailable, periods=kept, now=now):
            raise Unchanged
        announce([agenda], now=now)


def _check(periods: Sequence[Period], *, today: date) -> None:
    for field, sentence in period_problems(periods, today=today, most=settings.UNAVAILABILITY_PERIODS).items():
        raise Impossible(sentence, field=field)


def _current(place: PlaceFacts, *, today: date) -> list[Period]:
    rows = UnavailabilityPeriod.objects.filter(place_id=place.id, last_day__gte=today).order_by("first_day")
    return [Period(row.first_day, row.last_day) for row in rows]


def _brought_along(periods: Sequence[Period], *, place: PlaceFacts, today: date) -> list[Period]:
    wanted = brought_along(_current(place, today=today), [one for one in periods if one.last_day >= today])
    if len(wanted) > settings.UNAVAILABILITY_PERIODS:
        raise Impossible(_TOO_MANY.format(place=place.name, address=place.address_line), field="periods")
    return wanted


def _save(
    *,
    actor: Actor,
    agenda: AgendaRow,
    place: PlaceFacts,
    indefinite: bool,
    periods: Sequence[Period],
    now: datetime,
) -> bool:
    """Write what is wanted; what it ends is remembered as past. Tells whether anything is different."""
    today, wanted = queries.today_at(place, now), sorted(periods)
    before = _fact(agenda.unavailable_since, _current(place, today=today), place)
    _save_periods(place, wanted, now=now)
    since = _save_indefinite(agenda, indefinite=indefinite, now=now)
    after = _fact(since, wanted, place)
    if before == after:
        return False
    kind = ChangeKind.SAVE_UNAVAILABILITY
    state: dict[str, Any] = {"indefinite": indefinite, "periods": len(wanted)}
    close(actor=actor, agenda=agenda, kind=kind, before=[before], after=[after], now=now, **state)
    if indefinite or wanted:
        queue.defer("warn_of_unavailability", place_id=place.id)
    return True


def _save_periods(place: PlaceFacts, wanted: Sequence[Period], *, now: datetime) -> None:
    kept = set()
    for row in UnavailabilityPeriod.objects.filter(place_id=place.id):
        period = Period(row.first_day, row.last_day)
        if period in wanted:
            kept.add(period)
            continue
        hidden = hole(period, zone=row.zone, saved_at=row.saved_at)
        PastUnavailability.objects.bulk_create(_past(place.id, since=hidden.start, until=min(hidden.end, now)))
        row.delete()
    UnavailabilityPeriod.objects.bulk_create(
        UnavailabilityPeriod(
            place_id=place.id, first_day=one.first_day, last_day=one.last_day, zone=place.time_zone, saved_at=now
        )
        for one in wanted
        if one not in kept
    )


def _save_indefinite(agenda: AgendaRow, *, indefinite: bool, now: datetime) -> datetime | None:
    since = agenda.unavailable_since
    if indefinite == (since is not None):
        return since
    if since is not None:
        PastUnavailability.objects.bulk_create(_past(agenda.place_id, since=since, until=now))
    Agenda.objects.filter(place_id=agenda.place_id).update(unavailable_since=now if indefinite else None)
    return now if indefinite else None


def _past(place_id: int, *, since: datetime, until: datetime) -> list[PastUnavailability]:
    return [PastUnavailability(place_id=place_id, since=since, until=until)] if since < until else []


def _fact(since: datetime | None, periods: Sequence[Period], place: PlaceFacts) -> rules.Fact:
    local = since.astimezone(ZoneInfo(place.time_zone)) if since else None
    return rules.absence_fact(since=local, periods=periods, zone=place.time_zone)
