"""Publishers of scheduling software, and regulation software (F-038, F-231)."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory.models import Editor, Lrm


@dataclass(frozen=True, slots=True)
class EditorState:
    """An editor that professionals may name while it is active."""

    id: int
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class LrmState:
    """A regulation software; `origin` is what its links say of it, and an inactive one opens nothing."""

    id: int
    origin: str
    name: str
    active: bool


def editor_states(*, actor: Actor) -> tuple[EditorState, ...]:
    """All of them, by name, inactive ones included."""
    rows = Editor.objects.order_by("name", "id").values_list("id", "name", "active")
    return tuple(EditorState(*row) for row in rows)


def lrm_states(*, actor: Actor) -> tuple[LrmState, ...]:
    """All of them, by name, inactive ones included."""
    rows = Lrm.objects.order_by("name", "id").values_list("id", "origin", "name", "active")
    return tuple(LrmState(*row) for row in rows)
