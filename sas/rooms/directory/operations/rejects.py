"""The end of refused lines."""

from datetime import datetime, timedelta

from sas.actor import Actor
from sas.rooms.directory.models import ImportReject

REJECTS_KEPT = timedelta(days=90)
"""After the import: whoever keeps the file has mended it, or the next one refuses the same line."""


def forget_rejects(*, actor: Actor, now: datetime) -> int:
    """Remove the refused lines of imports that began three months ago; returns how many. The counts stay."""
    return ImportReject.objects.filter(run__started_at__lt=now - REJECTS_KEPT).delete()[0]
