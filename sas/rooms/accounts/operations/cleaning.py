"""What the nights remove: what nobody can use any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q

from sas.actor import Actor
from sas.rooms.accounts.models import LoginGrant, OneTimeLink, OpenSession, SignInGuard

LINKS_KEPT = timedelta(days=30)
GUARDS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many rows went."""

    sessions: int
    links: int
    guards: int


def clean(*, actor: Actor, now: datetime) -> Cleaned:
    """Remove expired sessions, links expired for thirty days, and failures and delegated logins that are a day old.

    A demand for a link, which is nobody's, holds an address that was only typed: it goes after a day.
    """
    with transaction.atomic(durable=True):
        Session.objects.filter(expire_date__lte=now).delete()
        live = Session.objects.values("session_key")
        sessions, _ = OpenSession.objects.exclude(session_key__in=live).delete()
        nobody = Q(user__isnull=True, expires_at__lt=now - GUARDS_KEPT)
        links, _ = OneTimeLink.objects.filter(nobody | Q(expires_at__lt=now - LINKS_KEPT)).delete()
        LoginGrant.objects.filter(created_at__lt=now - GUARDS_KEPT).delete()
        guards, _ = SignInGuard.objects.filter(updated_at__lt=now - GUARDS_KEPT).delete()
    return Cleaned(sessions, links, guards)
