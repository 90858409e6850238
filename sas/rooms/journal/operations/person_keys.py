"""The keys of persons: made with the first value to keep, destroyed when the person is forgotten (ADR 51)."""

from datetime import datetime

from sas.rooms.journal.models import PersonKey
from sas.rooms.journal.rules import Person
from sas.rooms.journal.rules.secrets import new_key, unwrapped, wrapped


class KeyLost(Exception):
    """A person's key is wrapped by a master key that JOURNAL_PERSON_KEYS no longer holds: nothing may be written."""


def key_of(*, person: Person, now: datetime) -> bytes:
    """The key of this person, made when there is none; of two that make one at once, the second takes the first's."""
    who = str(person)
    row = PersonKey.objects.filter(person=who).first()
    if row is None:
        master, kept = wrapped(new_key(), person=who)
        made = PersonKey(person=who, master=master, wrapped=kept, made_at=now)
        PersonKey.objects.bulk_create([made], ignore_conflicts=True)
        row = PersonKey.objects.get(person=who)
    key = unwrapped(bytes(row.wrapped), master=row.master, person=who)
    if key is None:
        raise KeyLost(f"the master key {row.master} is not in JOURNAL_PERSON_KEYS")
    return key
