"""How the trail is sealed: whoever may write to the database still lacks the key that would make another seal (F-233).

Each entry leaves a mark, by which one that was changed is named; each seal binds its marks to the seal before it, so
that none can be taken out or put in between.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings

MARK = 16
"""Bytes of an entry's mark."""

AT_ONCE = 5000
"""Entries under one seal, at most."""

WATCHED = timedelta(days=1)
"""How long a number that was not written when its neighbours were sealed may still be."""

LATE = timedelta(minutes=10)
"""Entries that old and not sealed: the worker does not do its work."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the trail, as a seal reads it."""

    number: int
    at: datetime
    user_id: int | None
    verb: str
    subject: str
    subject_id: str
    details: Mapping[str, Any]
    later: "Later"


class Later(NamedTuple):
    """What entries say since ADR 51, in the order of the mark; nothing of it: an older entry, or one of a job."""

    roles: Sequence[str] = ()
    for_whom: str = ""
    request_id: str = ""
    network: str = ""
    about: str = ""
    before: Mapping[str, Any] = MappingProxyType({})
    after: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cover:
    """Which numbers a seal covers, and what it says of them."""

    at: datetime
    first: int
    last: int
    gaps: Sequence[int]
    late: Sequence[int]
    marks: bytes

    @property
    def numbers(self) -> list[int]:
        """In the order of the marks."""
        gaps = set(self.gaps)
        return [number for number in range(self.first, self.last + 1) if number not in gaps] + list(self.late)

    def mark_of(self, position: int) -> bytes:
        """The mark of the entry at this position of `numbers`; empty beyond them."""
        return self.marks[position * MARK : (position + 1) * MARK]


def keys() -> dict[str, bytes]:
    """The keys of JOURNAL_KEYS by their names: the first one seals, all of them prove."""
    return {name_of(key): key.encode() for key in settings.JOURNAL_KEYS}


def name_of(key: str) -> str:
    """What a seal says of its key: enough to find it again, nothing of it."""
    return hashlib.sha256(b"journal " + key.encode()).hexdigest()[:16]


def mark_of(entry: Entry, *, key: bytes) -> bytes:
    """What this entry, and no other, leaves in its seal.

    What came later is said only where there is some: older entries keep their mark, and none of them takes on, nor does
    a newer one lose, anything of it without another mark.
    """
    said: list[object] = [entry.user_id, entry.verb, entry.subject, entry.subject_id, entry.details]
    if any(entry.later):
        said.append([list(entry.later.roles), *entry.later[1:]])
    return _keyed(key, entry.number, _instant(entry.at), *said)[:MARK]


def digest_of(cover: Cover, *, previous: str, key: bytes) -> str:
    """The digest of a seal that follows the one of this digest; empty: the first one."""
    bounds = [cover.first, cover.last, list(cover.gaps), list(cover.late)]
    return _keyed(key, previous, _instant(cover.at), *bounds, cover.marks.hex()).hex()


def signature_of(*, seal_id: int, digest: str, entries: int, at: datetime, key: bytes) -> str:
    """What a purge leaves: so many entries were removed then, up to that seal."""
    return _keyed(key, "purge", seal_id, digest, entries, _instant(at)).hex()


def _keyed(key: bytes, *said: object) -> bytes:
    told = json.dumps(said, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, told.encode(), hashlib.sha256).digest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
