"""The private calendar that says when a place is busy: named, taken away, read in the background."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from sas import changes
from sas.actor import Actor
from sas.adapters.calendars import client, reader, target
from sas.adapters.calendars.values import Fetched, NotRead
from sas.adapters.queue import client as queue
from sas.errors import Impossible
from sas.rooms.calendars import queries, rules
from sas.rooms.calendars.enums import ReadFailure
from sas.rooms.calendars.models import BusyTime, CalendarSource
from sas.rooms.directory import queries as directory
from sas.rooms.journal import operations as journal
from sas.timetable.interval import Interval

AT_ONCE = 500
"""Calendars put in the queue by one turn of the worker."""

_NOT_AN_ADDRESS = (
    "Copiez l'adresse secrète de votre calendrier au format iCal : elle commence par https:// ou webcal://, "
    "sans nom d'utilisateur ni numéro de port."
)


def set_source(*, actor: Actor, place_id: int, address: str, now: datetime) -> None:
    """Read this calendar from now on, in the stead of any other; the first reading is queued.

    Raises Refused to whoever does not act for the place, Impossible (field "address") for one that is not to be asked.
    """
    if refusal := rules.may_synchronise(actor, place_id=place_id):
        raise refusal
    try:
        url = target.normalised(address)
    except NotRead:
        raise Impossible(_NOT_AN_ADDRESS, field="address") from None
    with transaction.atomic(durable=True):
        _forget(actor=actor, place_id=place_id, now=now)
        CalendarSource.objects.create(
            place_id=place_id, sealed_address=rules.sealed(str(url)), host=url.host[:253], added_at=now,
            next_read_at=rules.next_read(now=now, failures=0),
        )  # fmt: skip
        journal.record(actor=actor, verb="set_calendar_source", subject="place", subject_id=place_id, now=now)
        queue.defer("read_calendar", place_id=place_id)


def remove_source(*, actor: Actor, place_id: int, now: datetime) -> None:
    """Stop reading and forget the busy times. Raises Refused as `set_source`, Impossible when there is no calendar."""
    if refusal := rules.may_synchronise(actor, place_id=place_id):
        raise refusal
    with transaction.atomic(durable=True):
        if not _forget(actor=actor, place_id=place_id, now=now):
            raise Impossible("Aucun agenda personnel n'est lu pour ce lieu.")
        journal.record(actor=actor, verb="remove_calendar_source", subject="place", subject_id=place_id, now=now)


def plan_reads(*, actor: Actor, now: datetime) -> int:
    """Queue the calendars whose time has come, and set their next one; returns how many.

    A reading that dies is simply due again a quarter of an hour later.
    """
    if refusal := rules.may_read_sources(actor):
        raise refusal
    with transaction.atomic(durable=True):
        due = CalendarSource.objects.filter(next_read_at__lte=now).order_by("next_read_at")
        places = list(due.select_for_update(skip_locked=True).values_list("place_id", flat=True)[:AT_ONCE])
        later = rules.next_read(now=now, failures=0)
        CalendarSource.objects.filter(place_id__in=places).update(next_read_at=later)
        for place_id in places:
            queue.defer("read_calendar", place_id=place_id)
    return len(places)


def read_source(*, actor: Actor, place_id: int, now: datetime) -> None:
    """Read one calendar, outside any transaction, then keep its busy times and announce the place if they changed."""
    if refusal := rules.may_read_sources(actor):
        raise refusal
    source = CalendarSource.objects.filter(place_id=place_id).first()
    if source is None:
        return
    address = rules.opened(source.sealed_address)
    if address is None:
        _settle_failure(source, ReadFailure.ADDRESS_LOST, now=now)
        return
    try:
        fetched = _fetch(source, address, now=now)
        times = _times(fetched, actor=actor, place_id=place_id, now=now)
    except NotRead as trouble:
        _settle_failure(source, ReadFailure(trouble.trouble.value), now=now)
    else:
        _settle(source, fetched, times, actor=actor, now=now)


def _fetch(source: CalendarSource, address: str, *, now: datetime) -> Fetched:
    if rules.reads_conditionally(read_until=source.read_until, now=now):
        return client.fetch(address, etag=source.etag, last_modified=source.last_modified)
    return client.fetch(address)


def _times(fetched: Fetched, *, actor: Actor, place_id: int, now: datetime) -> tuple[Interval, ...] | None:
    if fetched.content is None:
        return None
    place = directory.places(actor=actor, place_ids=[place_id])[place_id]
    own_host = urlsplit(settings.PUBLIC_URL).hostname or ""
    window = rules.read_window(now)
    return reader.busy_intervals(fetched.content, window=window, zone=place.time_zone, own_host=own_host)


def _settle(
    source: CalendarSource, fetched: Fetched, times: tuple[Interval, ...] | None, *, actor: Actor, now: datetime
) -> None:
    said = {"tried_at": now, "read_at": now, "failures": 0, "failure": ""}
    said["next_read_at"] = rules.next_read(now=now, failures=0)
    if times is not None:
        said |= {"etag": fetched.etag[:200], "last_modified": fetched.last_modified[:60]}
        said["read_until"] = rules.read_window(now).end
    with transaction.atomic(durable=True):
        if _still_the_same(source):
            CalendarSource.objects.filter(place_id=source.place_id).update(**said)
            if times is not None:
                _keep(times, actor=actor, place_id=source.place_id, now=now)


def _settle_failure(source: CalendarSource, failure: ReadFailure, *, now: datetime) -> None:
    """What was known stays known: it is truer than nothing, and ends with its last day."""
    failures = min(source.failures + 1, 1000)
    later = rules.next_read(now=now, failures=failures)
    with transaction.atomic(durable=True):
        if _still_the_same(source):
            CalendarSource.objects.filter(place_id=source.place_id).update(
                tried_at=now, failures=failures, failure=failure, next_read_at=later
            )


def _still_the_same(source: CalendarSource) -> bool:
    """Nobody named another calendar, nor took it away, while this one was being read."""
    held = CalendarSource.objects.select_for_update().filter(place_id=source.place_id)
    return held.filter(sealed_address=source.sealed_address).exists()


def _keep(times: tuple[Interval, ...], *, actor: Actor, place_id: int, now: datetime) -> None:
    kept = queries.busy_times(actor=actor, place_ids=[place_id]).get(place_id, ())
    if _to_come(kept, now) == _to_come(times, now):
        return
    BusyTime.objects.filter(place_id=place_id).delete()
    BusyTime.objects.bulk_create(BusyTime(place_id=place_id, start=one.start, end=one.end) for one in times)
    journal.record(
        actor=actor, verb="read_calendar", subject="place", subject_id=place_id, now=now, busy_times=len(times)
    )
    changes.place_changed([place_id], now=now)


def _to_come(times: tuple[Interval, ...], now: datetime) -> list[Interval]:
    return [one for one in times if one.end > now - timedelta(hours=1)]


def _forget(*, actor: Actor, place_id: int, now: datetime) -> bool:
    removed, _ = CalendarSource.objects.filter(place_id=place_id).delete()
    if BusyTime.objects.filter(place_id=place_id).delete()[0]:
        changes.place_changed([place_id], now=now)
    return bool(removed)
