"""Writing the facts of a day: for this room's own use, inside the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from sas.rooms.piloting.models import AvailabilityFact, OrientationFact, ParticipationFact, TwoHoursFact
from sas.rooms.piloting.queries.counting import Found
from sas.rooms.piloting.rules import ledger
from sas.rooms.piloting.rules.ledger import Measures

_COLUMNS: Mapping[type[Model], tuple[tuple[str, ...], tuple[str, ...]]] = {
    OrientationFact: (("area",), ("kinds", "states", "delays", "distances")),
    AvailabilityFact: (("area", "source"), ("minutes", "places")),
    ParticipationFact: (("area",), ("ways", "specialties")),
    TwoHoursFact: (("area",), ("participants", "with_agenda", "met")),
}
"""Of each kind of facts: what tells those of a day apart, and their numbers."""


def write(model: type[Model], found: Found, *, day: date, now: datetime, **narrowed: str) -> int:
    """Add a version where what was found differs from what is kept of the day; returns how many.

    `narrowed`: the part of the facts that was counted. What is kept and no longer found comes to nothing.
    """
    kept = _kept(model, day=day, narrowed=narrowed)
    rows = []
    for key in sorted(found.keys() | kept.keys()):
        versions, sums = kept.get(key, (0, {}))
        wanted = found.get(key) or ledger.nothing(sums)
        added = ledger.difference(wanted, sums or ledger.nothing(wanted))
        if not ledger.is_nothing(added):
            named = dict(zip(_COLUMNS[model][0], key, strict=True))
            rows.append(model(day=day, version=versions + 1, at=now, **named, **added))
    return len(model._default_manager.bulk_create(rows, batch_size=2000))  # noqa: SLF001


def _kept(model: type[Model], *, day: date, narrowed: Mapping[str, str]) -> dict[tuple[str, ...], tuple[int, Measures]]:
    """By key, how many versions there are and what they come to."""
    named, numbers = _COLUMNS[model]
    found: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    rows = model._default_manager.filter(day=day, **narrowed).order_by("version")  # noqa: SLF001
    for row in rows.values(*named, *numbers):
        found[tuple(row[name] for name in named)].append({name: row[name] for name in numbers})
    return {key: (len(versions), ledger.total(versions)) for key, versions in found.items()}
