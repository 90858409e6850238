"""The links that still open something."""

from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet

from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink


def hashed(token: str) -> str:
    """What is kept of a secret that is long and random."""
    return sha256(token.encode()).hexdigest()


def live(*, token: str, purpose: LinkPurpose, now: datetime) -> QuerySet[OneTimeLink]:
    """The link of this secret while it may be used: one row or none."""
    return OneTimeLink.objects.filter(
        token_hash=hashed(token), purpose=purpose, used_at__isnull=True, expires_at__gt=now
    )
