"""How the trail is sealed, and how what is somebody's is kept in it."""

from sas.rooms.journal.rules.changes import Change, Person
from sas.rooms.journal.rules.seals import (
    AT_ONCE,
    LATE,
    MARK,
    WATCHED,
    Cover,
    Entry,
    digest_of,
    keys,
    mark_of,
    name_of,
    signature_of,
)
from sas.rooms.journal.rules.secrets import ERASED

__all__ = [
    "AT_ONCE",
    "ERASED",
    "LATE",
    "MARK",
    "WATCHED",
    "Change",
    "Cover",
    "Entry",
    "Person",
    "digest_of",
    "keys",
    "mark_of",
    "name_of",
    "signature_of",
]
