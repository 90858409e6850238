"""Events end with their retention; the counts of their days stay."""

from datetime import datetime, timedelta

from django.conf import settings

from sas.actor import Actor
from sas.rooms.usage.models import UsageEvent


def forget_events(*, actor: Actor, now: datetime) -> int:
    """Remove the events older than USAGE_EVENT_DAYS; returns how many."""
    return UsageEvent.objects.filter(at__lt=now - timedelta(days=settings.USAGE_EVENT_DAYS)).delete()[0]
