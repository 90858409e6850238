"""Whether the editors that a professional named give his slots, and since when (sas-domain §2.9)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.directory import queries as directory
from sas.rooms.editors.enums import Interfaced
from sas.rooms.editors.models import EditorReading
from sas.rooms.editors.queries.weeks import NOT_YOURS, state_of
from sas.rooms.participation import queries as participation


@dataclass(frozen=True, slots=True)
class Interface:
    """One editor of a professional. `since`: when it began to give slots, or ceased to; None: it never gave any.

    `read`: it has answered at least once.
    """

    editor: str
    state: Interfaced
    since: datetime | None
    read: bool


def interfaces(*, actor: Actor, place_ids: Collection[int]) -> dict[int, tuple[Interface, ...]]:
    """By place of a professional, editors by name; none asks the database nothing.

    Raises Refused to whoever does not act for them all.
    """
    if not place_ids:
        return {}
    if not participation.acts_for_all(actor=actor, place_ids=place_ids):
        raise Refused(NOT_YOURS)
    places = directory.places(actor=actor, place_ids=place_ids).values()
    names = {one.id: one.name for one in directory.editors(actor=actor)}
    found: defaultdict[int, list[Interface]] = defaultdict(list)
    for reading in EditorReading.objects.filter(professional_id__in={one.professional_id for one in places}):
        if reading.editor_id in names:
            found[reading.professional_id or 0].append(_interface(reading, names[reading.editor_id]))
    return {
        place.id: tuple(sorted(found[place.professional_id], key=lambda one: one.editor))
        for place in places
        if place.professional_id and place.professional_id in found
    }


def _interface(reading: EditorReading, name: str) -> Interface:
    state = state_of(reading)
    since = {Interfaced.GAINED: reading.interfaced_at, Interfaced.LOST: reading.lost_at}.get(state)
    return Interface(name, state, since, read=reading.answered_at is not None)
