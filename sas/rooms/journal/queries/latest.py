"""The last that the trail says of several subjects, and how far back it goes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sas.actor import Actor, Role
from sas.errors import Refused
from sas.rooms.journal.models import AuditEntry, AuditPurge, AuditSeal
from sas.rooms.journal.queries.reading import Trace


@dataclass(frozen=True, slots=True)
class TrailExtent:
    """When the oldest traces that are still there were sealed, when some were last removed, how many in all."""

    oldest: datetime | None
    purged_at: datetime | None
    purged: int


def latest_traces(*, actor: Actor, subject: str, subject_ids: Collection[str], since: datetime) -> dict[str, Trace]:
    """The newest trace of each of these subjects since then, by id; raises Refused for anyone but administrators."""
    _checked(actor)
    rows = AuditEntry.objects.filter(subject=subject, subject_id__in=subject_ids, at__gte=since)
    newest = rows.order_by("subject_id", "-at", "-id").distinct("subject_id")
    return {row.subject_id: Trace(row.at, row.user_id, row.verb, row.details) for row in newest}


def trail_extent(*, actor: Actor) -> TrailExtent:
    """From when to when the trail was purged; raises Refused for anyone but administrators."""
    _checked(actor)
    done = AuditPurge.objects.order_by("-id").first()
    left = AuditSeal.objects.filter(id__gt=done.seal_id if done else 0).order_by("id").values_list("at", flat=True)
    return TrailExtent(left.first(), done.at if done else None, done.entries if done else 0)


def _checked(actor: Actor) -> None:
    if not actor.has(Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL):
        raise Refused("Le journal est réservé aux administrateurs.")
