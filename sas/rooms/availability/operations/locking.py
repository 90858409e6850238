"""The lock of an agenda: its row. Whoever changes a slot, an unavailability or a place taken holds it."""

from datetime import datetime

from sas.rooms.availability.models import Agenda
from sas.rooms.availability.queries import stored
from sas.rooms.availability.queries.stored import AgendaRow


def lock_agenda(*, place_id: int, now: datetime) -> AgendaRow:
    """Hold the agenda of a place until the end of the transaction, making it at the first change.

    NO KEY UPDATE: new slots and orientations may refer to the place meanwhile, changes to its agenda wait.
    """
    if row := stored.held_agenda(place_id):
        return row
    Agenda.objects.bulk_create([Agenda(place_id=place_id, updated_at=now)], ignore_conflicts=True)
    made = stored.held_agenda(place_id)
    assert made is not None
    return made
