"""Searches, counted by day, hour, commune, activity and mode (F-265)."""

from collections.abc import Iterator
from typing import Any

from sas.actor import Actor
from sas.rooms.extracts.queries.reach import Reach
from sas.rooms.usage import queries as usage

_SYSTEM = Actor.SYSTEM
_MODES = {"creneaux": "Créneaux", "en-sus": "En sus", "forfait": "Forfait de réorientation"}


def expected(reach: Reach) -> int:
    """Exact."""
    return usage.count_of_search_rows(actor=_SYSTEM, **_asked(reach))


def rows(reach: Reach) -> Iterator[list[tuple[Any, ...]]]:
    """Two thousand at a time."""
    for chunk in usage.search_rows(actor=_SYSTEM, **_asked(reach)):
        yield [
            (
                *(one.day, one.hour, one.departement, one.commune, one.activity, _MODES.get(one.mode, one.mode)),
                *(one.searches, one.with_result, one.with_slot, one.unanswered, one.opened, one.oriented),
            )
            for one in chunk
        ]


def _asked(reach: Reach) -> dict[str, Any]:
    return {"first_day": reach.first_day, "last_day": reach.last_day, "departements": reach.departements}
