"""The lock of an agenda: its row. Whoever changes a slot, an unavailability or a place taken holds it."""

from datetime import datetime

from sas.rooms.availability.models import Agenda


def lock_agenda(*, place_id: int, now: datetime) -> Agenda:
    """Hold the agenda of a place until the end of the transaction, making it at the first change.

    NO KEY UPDATE: new slots and orientations may refer to the place meanwhile, changes to its agenda wait.
    """
    held = Agenda.objects.select_for_update(no_key=True).filter(place_id=place_id)
    if row := held.first():
        return row
    Agenda.objects.bulk_create([Agenda(place_id=place_id, updated_at=now)], ignore_conflicts=True)
    return held.get()
