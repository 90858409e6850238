"""What ends by itself around accounts: each removes what is past its time, in the transaction of the purge."""

from datetime import datetime

from django.contrib.sessions.models import Session

from sas.actor import Actor
from sas.rooms.accounts.enums import RequestState
from sas.rooms.accounts.models import DelegationRequest, LoginGrant, OneTimeLink, OpenSession, SignInGuard
from sas.rooms.accounts.rules import keeping
from sas.rooms.accounts.rules.months import after_months


def forget_sessions(*, actor: Actor, now: datetime) -> int:
    """Remove the sessions that have expired; returns how many were listed."""
    Session.objects.filter(expire_date__lte=now).delete()
    live = Session.objects.values("session_key")
    return OpenSession.objects.exclude(session_key__in=live).delete()[0]


def forget_links(*, actor: Actor, now: datetime) -> int:
    """Remove the links of accounts that expired longer ago than they are kept (30 days); returns how many."""
    return OneTimeLink.objects.filter(user__isnull=False, expires_at__lt=now - keeping.LINKS_KEPT).delete()[0]


def forget_demands(*, actor: Actor, now: datetime) -> int:
    """Remove the links and demands of no account that expired a day ago; returns how many."""
    return OneTimeLink.objects.filter(user__isnull=True, expires_at__lt=now - keeping.DEMANDS_KEPT).delete()[0]


def forget_failures(*, actor: Actor, now: datetime) -> int:
    """Remove the failures to sign in that are a day old; returns how many addresses they were about."""
    return SignInGuard.objects.filter(updated_at__lt=now - keeping.GUARDS_KEPT).delete()[0]


def forget_logins(*, actor: Actor, now: datetime) -> int:
    """Remove the delegated logins that are a day old; returns how many."""
    return LoginGrant.objects.filter(created_at__lt=now - keeping.GRANTS_KEPT).delete()[0]


def forget_requests(*, actor: Actor, now: datetime) -> int:
    """Remove the delegation requests decided a year ago, with their comments; returns how many requests.

    The delegation itself stays. A request that nobody decided stays: look at the queue.
    """
    decided = DelegationRequest.objects.exclude(state=RequestState.PENDING)
    old = decided.filter(decided_at__lt=after_months(now, -keeping.REQUESTS_MONTHS))
    return old.delete()[1].get("accounts.DelegationRequest", 0)
