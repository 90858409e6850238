"""Where an account is open."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session

from sas.actor import Actor
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One open session; `current` is the one that asks."""

    id: int
    means: Means
    browser: str
    opened_at: datetime
    current: bool


def own_sessions(*, actor: Actor, session_key: str, now: datetime) -> tuple[SessionFacts, ...]:
    """The actor's sessions that still let somebody in, the newest first; at most fifty."""
    live = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows = OpenSession.objects.filter(user_id=actor.user_id or 0, session_key__in=live)
    return tuple(
        SessionFacts(row.id, Means(row.means), row.browser, row.opened_at, current=row.session_key == session_key)
        for row in rows.order_by("-opened_at", "-id")[:50]
    )
