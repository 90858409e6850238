"""How many editors answer now: two counts, that anybody may read."""

from dataclasses import dataclass

from sas.actor import Actor
from sas.rooms.directory import queries as directory
from sas.rooms.editors.models import EditorPace


@dataclass(frozen=True, slots=True)
class Answering:
    """Editors that are asked for slots from here; of these, those left alone after several failures in a row."""

    asked: int
    silent: int


def answering(*, actor: Actor) -> Answering:
    """By two questions, whatever the number of editors."""
    asked = [one.editor_id for one in directory.editor_endpoints(actor=actor) if one.slots_asked]
    silent = EditorPace.objects.filter(editor_id__in=asked, closed_until__isnull=False).count()
    return Answering(len(asked), silent)
