"""How old what editors told of places is.

Read when a page is drawn: an answer that changes nothing writes nothing of the read model.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.editors.models import EditorSite
from sas.rooms.editors.rules import is_stale


@dataclass(frozen=True, slots=True)
class Age:
    """When an editor last told of a place; `stale`: it has failed since, or that was long ago."""

    read_at: datetime
    stale: bool


def ages(*, actor: Actor, shown: Collection[tuple[int, int]], now: datetime) -> dict[tuple[int, int], Age]:
    """By (place id, editor id), in one question; none asks the database nothing."""
    if not shown:
        return {}
    rows = EditorSite.objects.filter(place_id__in=[place for place, _ in shown], reading__answered_at__isnull=False)
    found: dict[tuple[int, int], Age] = {}
    for place, editor, read_at, failure in rows.order_by("reading__answered_at").values_list(
        "place_id", "reading__editor_id", "reading__answered_at", "reading__failure"
    ):
        if place is not None and read_at is not None and (place, editor) in shown:
            found[place, editor] = Age(read_at, is_stale(read_at=read_at, failed=bool(failure), now=now))
    return found
