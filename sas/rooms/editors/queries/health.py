"""How editors behave: delays, failures, what the reader left out, last success (issue 7, for administrators)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.editors.models import EditorDay, EditorPace, EditorReading, EditorSite
from sas.rooms.editors.rules import STALE, may_read_health, quantile


@dataclass(frozen=True, slots=True)
class EditorHealth:
    """One editor over the days asked. Delays in milliseconds, as the bound under which answers came; None: unknown.

    `people`: asked about, `interfaced` those whose slots it gives; of these, how many are not brought up to date
    (`stale`), and when the oldest was read. `places`: fed with free slots now. `failures`: in a row; `closed_until`:
    left alone until then.
    """

    editor_id: int
    name: str
    requests: int
    slots: int
    p50: int | None
    p95: int | None
    failed: Mapping[str, int]
    dropped: Mapping[str, int]
    people: int
    interfaced: int
    stale: int
    oldest_at: datetime | None
    places: int
    failures: int
    succeeded_at: datetime | None
    failed_at: datetime | None
    failure: str
    closed_until: datetime | None

    @property
    def failed_count(self) -> int:
        """Requests without an answer that could be believed."""
        return sum(self.failed.values())


def health(*, actor: Actor, days: int, now: datetime) -> tuple[EditorHealth, ...]:
    """The active editors by name, over so many days, today included. Raises Refused for anyone but administrators."""
    if refusal := may_read_health(actor):
        raise refusal
    first = now.astimezone(UTC).date() - timedelta(days=days - 1)
    paces = {one.editor_id: one for one in EditorPace.objects.all()}
    people, places = _people(now=now), _places()
    days_of: defaultdict[int, list[EditorDay]] = defaultdict(list)
    for day in EditorDay.objects.filter(day__gte=first):
        days_of[day.editor_id].append(day)
    return tuple(
        _health(
            one,
            days=days_of[one.id],
            pace=paces.get(one.id),
            people=people.get(one.id, {}),
            places=places.get(one.id, 0),
        )
        for one in directory.editors(actor=actor)
    )


def _people(*, now: datetime) -> dict[int, Mapping[str, Any]]:
    """By editor: whom it is asked about, and how old what it told of those whose slots it gives is."""
    given = Q(interfaced_at__isnull=False)
    old = given & (~Q(failure="") | Q(answered_at__lt=now - STALE))
    rows = EditorReading.objects.values("editor_id").annotate(
        all=Count("id"),
        given=Count("id", filter=given),
        stale=Count("id", filter=old),
        oldest=Min("answered_at", filter=given),
    )
    return {row["editor_id"]: row for row in rows}


def _places() -> dict[int, int]:
    """By editor, how many places have slots of its."""
    fed = EditorSite.objects.filter(place__isnull=False, ends_at__isnull=False).values("reading__editor_id")
    return {row["reading__editor_id"]: row["fed"] for row in fed.annotate(fed=Count("place_id", distinct=True))}


def _health(
    editor: directory.EditorFacts,
    *,
    days: list[EditorDay],
    pace: EditorPace | None,
    people: Mapping[str, Any],
    places: int,
) -> EditorHealth:
    now_known = pace or EditorPace()
    return EditorHealth(
        editor_id=editor.id,
        name=editor.name,
        people=people.get("all", 0),
        interfaced=people.get("given", 0),
        stale=people.get("stale", 0),
        oldest_at=people.get("oldest"),
        places=places,
        failures=now_known.failures,
        succeeded_at=now_known.succeeded_at,
        failed_at=now_known.failed_at,
        failure=now_known.failure,
        closed_until=now_known.closed_until,
        **_counts(days),
    )


def _counts(days: list[EditorDay]) -> dict[str, Any]:
    """What these days come to together."""
    delays = [sum(column) for column in zip(*(one.delays for one in days if one.delays), strict=True)]
    failed, dropped = Counter[str](), Counter[str]()
    for one in days:
        failed.update(one.failed)
        dropped.update(one.dropped)
    return {
        "requests": sum(one.requests for one in days),
        "slots": sum(one.slots for one in days),
        "p50": quantile(delays, 0.5),
        "p95": quantile(delays, 0.95),
        "failed": dict(failed),
        "dropped": dict(dropped),
    }
