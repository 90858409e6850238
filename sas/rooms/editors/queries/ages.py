"""How old what editors told of places is.

Read when a page is drawn: an answer that changes nothing writes nothing of the read model.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from sas.actor import Actor
from sas.rooms.editors.models import EditorPace, EditorReading, EditorSite
from sas.rooms.editors.rules import is_awaited, is_stale


@dataclass(frozen=True, slots=True)
class Age:
    """When an editor last told of a place; `stale`: it has failed since, is left alone, or that was long ago."""

    read_at: datetime
    stale: bool


def ages(*, actor: Actor, shown: Collection[tuple[int, int]], now: datetime) -> dict[tuple[int, int], Age]:
    """By (place id, editor id), in one question; none asks the database nothing."""
    if not shown:
        return {}
    rows = EditorSite.objects.filter(place_id__in=[place for place, _ in shown], reading__answered_at__isnull=False)
    # Left alone after several failures in a row, whomever they were about, and not heard of since.
    silent = Exists(EditorPace.objects.filter(editor_id=OuterRef("reading__editor_id"), closed_until__isnull=False))
    found: dict[tuple[int, int], Age] = {}
    for place, editor, read_at, failure, shut in rows.order_by("reading__answered_at").values_list(
        "place_id", "reading__editor_id", "reading__answered_at", "reading__failure", silent
    ):
        if place is not None and read_at is not None and (place, editor) in shown:
            found[place, editor] = Age(read_at, is_stale(read_at=read_at, failed=bool(failure) or shut, now=now))
    return found


def awaited(*, actor: Actor, shown: Collection[tuple[int, int]], now: datetime) -> frozenset[tuple[int, int]]:
    """Those of these (professional id, editor id), never read, whose answer may still come soon; asked as `ages` is."""
    if not shown:
        return frozenset()
    people, asked = {one for one, _ in shown}, {editor for _, editor in shown}
    rows = EditorReading.objects.filter(professional_id__in=people, editor_id__in=asked, answered_at=None, failures=0)
    return frozenset(
        (professional or 0, editor)
        for professional, editor, wanted_at in rows.values_list("professional_id", "editor_id", "wanted_at")
        if is_awaited(wanted_at=wanted_at, now=now)
    )
