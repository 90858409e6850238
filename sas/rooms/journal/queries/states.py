"""Where the proof of the trail stands: the last seal, and what the last verification said."""

from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor
from sas.rooms.journal.models import AuditEntry, AuditPurge, AuditSeal
from sas.rooms.journal.rules import LATE, keys
from sas.rooms.journal.rules.reading import may_read

VERIFIED = "verify_journal"


@dataclass(frozen=True, slots=True)
class Verification:
    """What `sas journal --verify` found; `last_seal` is the last one that it read."""

    at: datetime
    entries: int
    faults: int
    last_seal: int


@dataclass(frozen=True, slots=True)
class TrailState:
    """`late`: entries wait for a seal for longer than the worker takes. Each None: there is none yet."""

    sealed_at: datetime | None
    seal_number: int | None
    digest: str
    late: bool
    verified: Verification | None
    purged: int


@dataclass(frozen=True, slots=True)
class Sealing:
    """When the trail was last sealed, and since when the oldest entry without a seal has waited. Each None: none."""

    sealed_at: datetime | None
    waiting_since: datetime | None


def sealing(*, actor: Actor) -> Sealing:
    """Two dates, nothing of what the trail holds: for whoever watches the platform."""
    at, last = AuditSeal.objects.order_by("-id").values_list("at", "last").first() or (None, 0)
    unsealed = AuditEntry.objects.filter(id__gt=last).order_by("id").values_list("at", flat=True)
    return Sealing(at, unsealed.first())


def trail_state(*, actor: Actor, now: datetime) -> TrailState:
    """As the rows tell it; nothing is proved here, where the keys of the seals are not. Raises Refused as `traces`."""
    if refusal := may_read(actor):
        raise refusal
    seal = AuditSeal.objects.order_by("-id").defer("marks", "gaps", "late").first()
    unsealed = AuditEntry.objects.filter(id__gt=seal.last if seal else 0).order_by("id").values_list("at", flat=True)
    oldest = unsealed.first()
    told = AuditEntry.objects.filter(verb=VERIFIED).order_by("-at").values_list("at", "details").first()
    purge = AuditPurge.objects.order_by("-id").values_list("entries", flat=True).first()
    return TrailState(
        sealed_at=seal.at if seal else None,
        seal_number=seal.id if seal else None,
        digest=seal.digest if seal else "",
        late=oldest is not None and oldest < now - LATE,
        verified=Verification(told[0], **told[1]) if told else None,
        purged=purge or 0,
    )


def seals_of_older_keys(*, actor: Actor) -> int:
    """How many seals another key made than the first of JOURNAL_KEYS: the proof needs theirs. Raises Refused."""
    if refusal := may_read(actor):
        raise refusal
    return AuditSeal.objects.exclude(key=next(iter(keys()))).count()
