"""How editors behave: delays, failures, what the reader left out, last success (issue 7, for administrators)."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.editors.models import EditorDay, EditorPace, EditorReading
from sas.rooms.editors.rules import may_read_health, quantile


@dataclass(frozen=True, slots=True)
class EditorHealth:
    """One editor over the days asked. Delays in milliseconds, as the bound under which answers came; None: unknown.

    `people`: asked about, `interfaced` those whose slots it gives. `closed_until`: left alone until then.
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
    succeeded_at: datetime | None
    failed_at: datetime | None
    failure: str
    closed_until: datetime | None


def health(*, actor: Actor, days: int, now: datetime) -> tuple[EditorHealth, ...]:
    """The active editors by name, over so many days, today included. Raises Refused for anyone but administrators."""
    if refusal := may_read_health(actor):
        raise refusal
    first = now.astimezone(UTC).date() - timedelta(days=days - 1)
    paces = {one.editor_id: one for one in EditorPace.objects.all()}
    counted = EditorReading.objects.values("editor_id").annotate(people=Count("id"), given=Count("interfaced_at"))
    people = {row["editor_id"]: (row["people"], row["given"]) for row in counted}
    days_of: defaultdict[int, list[EditorDay]] = defaultdict(list)
    for day in EditorDay.objects.filter(day__gte=first):
        days_of[day.editor_id].append(day)
    return tuple(
        _health(one, days=days_of[one.id], pace=paces.get(one.id), people=people.get(one.id, (0, 0)))
        for one in directory.editors(actor=actor)
    )


def _health(
    editor: directory.EditorFacts, *, days: list[EditorDay], pace: EditorPace | None, people: tuple[int, int]
) -> EditorHealth:
    delays = [sum(column) for column in zip(*(one.delays for one in days if one.delays), strict=True)]
    failed: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for one in days:
        failed.update(one.failed)
        dropped.update(one.dropped)
    return EditorHealth(
        editor_id=editor.id,
        name=editor.name,
        requests=sum(one.requests for one in days),
        slots=sum(one.slots for one in days),
        p50=quantile(delays, 0.5),
        p95=quantile(delays, 0.95),
        failed=dict(failed),
        dropped=dict(dropped),
        people=people[0],
        interfaced=people[1],
        succeeded_at=pace.succeeded_at if pace else None,
        failed_at=pace.failed_at if pace else None,
        failure=pace.failure if pace else "",
        closed_until=pace.closed_until if pace else None,
    )
