"""Links sent by mail: each opens one thing, once, before it expires."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, User
from sas.rooms.accounts.queries.links import hashed, live


def issue(
    *,
    purpose: LinkPurpose,
    user: User | None,
    email: str,
    now: datetime,
    expires_at: datetime,
    browser: str = "",
    details: Mapping[str, Any] | None = None,
) -> str:
    """Keep a new link, in the caller's transaction; returns its secret, which is not kept.

    The earlier links of the same purpose for the same account no longer open anything.
    """
    if user is not None:
        OneTimeLink.objects.filter(user=user, purpose=purpose, used_at__isnull=True).update(used_at=now)
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        purpose=purpose,
        token_hash=hashed(token),
        user=user,
        email=email,
        browser=browser,
        details=dict(details or {}),
        created_at=now,
        expires_at=expires_at,
    )
    return token


def find(*, token: str, purpose: LinkPurpose, now: datetime) -> OneTimeLink | None:
    """A link that still opens something, unlocked: to show its page."""
    return live(token=token, purpose=purpose, now=now).first()


def use(*, token: str, purpose: LinkPurpose, now: datetime) -> OneTimeLink | None:
    """Take the link, in the caller's transaction: of two at once, exactly one gets it."""
    taken = live(token=token, purpose=purpose, now=now).update(used_at=now)
    return OneTimeLink.objects.get(token_hash=hashed(token)) if taken else None


def drop_all(*, user: User, now: datetime) -> None:
    """The mailbox or the password has changed hands: no link sent before opens anything any more."""
    OneTimeLink.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
