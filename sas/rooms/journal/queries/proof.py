"""The proof: every entry is the one that was sealed, none is missing, none was slipped in (F-233, F-270)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.journal.models import AuditEntry, AuditPurge, AuditSeal
from sas.rooms.journal.queries.entries import between, cover_of
from sas.rooms.journal.rules import LATE, WATCHED, Cover, digest_of, keys, mark_of, signature_of

CHANGED, MISSING, ADDED = "changed", "missing", "added"
MOST_NAMED = 100
UNKNOWN_KEY, BROKEN, PURGE_UNSIGNED, UNSEALED = "unknown_key", "broken", "purge_unsigned", "unsealed"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written: an entry by its number, or a seal by its own."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What was compared. `digest`: the last seal's, to be compared with the one that the logs tell."""

    seals: int
    entries: int
    purged: int
    last_seal: int
    digest: str
    faults: tuple[Fault, ...]


def prove(*, actor: Actor, now: datetime) -> Proof:
    """Read the whole trail, one seal after the other. Raises Refused for anyone but the platform and administrators."""
    if not (actor.is_platform or actor.has(Role.ADMINISTRATEUR)):
        raise Refused("Le journal est réservé aux administrateurs.")
    reader = _Reader(now)
    faults = tuple(reader.faults())
    return Proof(reader.seals, reader.entries, reader.purged, reader.last_seal, reader.digest, faults)


class _Reader:
    """Walks along the seals, and counts what it saw."""

    def __init__(self, now: datetime) -> None:
        self._now, self._keys = now, keys()
        self.seals = self.entries = self.purged = self.last_seal = 0
        self.digest = ""
        self._last = self._begins_after = 0
        self._beside: dict[int, datetime] = {}
        """Entries that stand in the gap of a seal, with its instant, until a later one takes them in."""

    def faults(self) -> Iterator[Fault]:
        purge = AuditPurge.objects.order_by("-id").first()
        for seal in AuditSeal.objects.order_by("id").iterator(chunk_size=20):
            cover, key = cover_of(seal), self._keys.get(seal.key)
            yield from self._faults_of_seal(seal, cover, key)
            if purge and seal.id <= purge.seal_id:
                self._begins_after = seal.last
            elif key:
                yield from self._faults_of_entries(cover, key)
            self.seals, self.last_seal, self.digest, self._last = self.seals + 1, seal.id, seal.digest, seal.last
            if purge and seal.id == purge.seal_id:
                yield from self._faults_of_purge(purge)
        yield from self._faults_outside()

    def _faults_of_seal(self, seal: AuditSeal, cover: Cover, key: bytes | None) -> Iterator[Fault]:
        if not self.seals:
            self._begins_after = seal.first - 1
        if key is None:
            yield Fault(UNKNOWN_KEY, seal.id)
        elif digest_of(cover, previous=self.digest, key=key) != seal.digest:
            yield Fault(BROKEN, seal.id)

    def _faults_of_entries(self, cover: Cover, key: bytes) -> Iterator[Fault]:
        found = between(cover.first, cover.last, and_also=cover.late)
        for position, number in enumerate(cover.numbers):
            entry = found.get(number)
            if entry is None:
                yield Fault(MISSING, number)
            elif mark_of(entry, key=key) != cover.mark_of(position):
                yield Fault(CHANGED, number)
        self.entries += len(found)
        self._beside |= {number: cover.at for number in cover.gaps if number in found}
        for number in cover.late:
            self._beside.pop(number, None)

    def _faults_of_purge(self, purge: AuditPurge) -> Iterator[Fault]:
        key = self._keys.get(purge.key)
        self.purged = purge.entries
        signed = key is not None and purge.signature == signature_of(
            seal_id=purge.seal_id, digest=self.digest, entries=purge.entries, at=purge.at, key=key
        )
        if not signed:
            yield Fault(PURGE_UNSIGNED, purge.seal_id)

    def _faults_outside(self) -> Iterator[Fault]:
        """What no seal covers, where everything is sealed."""
        below = AuditEntry.objects.filter(id__lte=self._begins_after).order_by("id").values_list("id", flat=True)
        slipped_in = [number for number, at in self._beside.items() if at < self._now - WATCHED]
        yield from (Fault(ADDED, number) for number in [*below[:MOST_NAMED], *sorted(slipped_in)])
        waiting = AuditEntry.objects.filter(id__gt=self._last, at__lt=self._now - LATE).aggregate(first=Min("id"))
        if waiting["first"]:
            yield Fault(UNSEALED, waiting["first"])
