"""The publishers of scheduling software that professionals may name (F-038)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from sas.actor import Actor
from sas.rooms.directory.models import Editor


@dataclass(frozen=True, slots=True)
class EditorFacts:
    """A publisher; one that is no longer active stays with those who had named it, and is offered to nobody else."""

    id: int
    name: str
    active: bool


def editors(*, actor: Actor, named: Collection[int] = ()) -> tuple[EditorFacts, ...]:
    """The active ones and those of these ids, by name, in one query."""
    rows = Editor.objects.filter(Q(active=True) | Q(id__in=list(named))).order_by("name", "id")
    return tuple(EditorFacts(row.id, row.name, row.active) for row in rows)
