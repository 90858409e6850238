"""Sessions that are known, and ended by deleting what lets them in (ADR 12)."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from sas.actor import Actor
from sas.errors import Refused
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession
from sas.rooms.journal import operations as journal


@dataclass(frozen=True, slots=True)
class CardSession:
    """What is kept of the provider's session: its `sid`, the subject, and the tokens, already encrypted."""

    sid: str
    subject: str
    tokens: str


def note_session(
    *,
    actor: Actor,
    session_key: str,
    means: Means,
    browser: str,
    card: CardSession | None = None,
    now: datetime,
) -> None:
    """Remember a session that was just opened; raises RuntimeError for nobody."""
    if actor.user_id is None:
        raise RuntimeError("a session is somebody's")
    with transaction.atomic(durable=True):
        OpenSession.objects.create(
            user_id=actor.user_id,
            session_key=session_key,
            means=means,
            browser=browser[:60],
            opened_at=now,
            card_sid=card.sid if card else "",
            card_subject=card.subject if card else "",
            card_tokens=card.tokens if card else "",
            card_checked_at=now if card else None,
        )
        journal.record(
            actor=actor, verb="open_session", subject="user", subject_id=actor.user_id, now=now, means=means.value
        )


def end_session(*, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of one's own sessions; raises Refused for somebody else's, told as one that does not exist."""
    with transaction.atomic(durable=True):
        found = OpenSession.objects.filter(id=session_id, user_id=actor.user_id or 0)
        if not end(found):
            raise Refused("Cette session n'existe pas, ou n'est pas la vôtre.")
        journal.record(actor=actor, verb="end_session", subject="user", subject_id=actor.user_id or "", now=now)


def end_other_sessions(*, actor: Actor, session_key: str, now: datetime) -> int:
    """End every session of one's own but the one that asks; returns how many."""
    with transaction.atomic(durable=True):
        ended = end_others(user_id=actor.user_id or 0, kept_key=session_key)
        journal.record(
            actor=actor, verb="end_sessions", subject="user", subject_id=actor.user_id or "", now=now, count=ended
        )
    return ended


def end_others(*, user_id: int, kept_key: str) -> int:
    """End every session of an account but one, in the caller's transaction; returns how many."""
    return end(OpenSession.objects.filter(user_id=user_id).exclude(session_key=kept_key))


def end(found: QuerySet[OpenSession]) -> int:
    """End these sessions, in the caller's transaction; returns how many."""
    keys = list(found.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    found.delete()
    return len(keys)
