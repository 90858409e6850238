"""The keys of persons, read; for this room's own use."""

from sas.rooms.journal.models import PersonKey
from sas.rooms.journal.rules.secrets import unwrapped


def kept_key(person: str) -> bytes | None:
    """The key of « user:12 »; None when there is none, or none that can be unwrapped: the person is forgotten."""
    row = PersonKey.objects.filter(person=person).first()
    return unwrapped(bytes(row.wrapped), master=row.master, person=person) if row else None
