"""The provider's session and ours end together (F-021; ADR 12)."""

import logging
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from sas.actor import Actor
from sas.adapters.psc import client as psc
from sas.adapters.psc import sealing
from sas.adapters.psc.values import Doubt, NotTrusted
from sas.errors import Impossible, Unavailable
from sas.rooms.accounts.enums import Means
from sas.rooms.accounts.models import OpenSession
from sas.rooms.accounts.operations import sessions
from sas.rooms.accounts.operations.cards import alone_with
from sas.rooms.journal import operations as journal
from sas.rooms.journal import queries as traces

logger = logging.getLogger(__name__)
CHECK_EVERY = timedelta(minutes=5)
BATCH = 200
"""Sessions checked by one run of the job; what remains waits for the next minute."""


def sign_out(*, actor: Actor, session_key: str, now: datetime) -> str:
    """Leave (F-021); returns where to send the browser so that Pro Santé Connect's ends too, "" for nowhere.

    A provider that is away does not keep anybody here.
    """
    with transaction.atomic(durable=True):
        found = OpenSession.objects.filter(session_key=session_key)
        row = found.first()
        sessions.end(found)
        journal.record(actor=actor, verb="sign_out", subject="user", subject_id=actor.user_id or "", now=now)
    tokens = sealing.unseal(row.card_tokens) if row and row.means == Means.CARD else None
    provider = psc.configured()
    if tokens is None or provider is None:
        return ""
    try:
        return provider.way_out(tokens, back=f"{settings.PUBLIC_URL}/")
    except (Unavailable, NotTrusted):
        return ""


def end_by_provider(*, actor: Actor, logout_token: str, now: datetime) -> int:
    """Back-channel logout: end the sessions of `sid`, else all those of the subject; returns how many.

    A message is taken once. Raises Impossible for one that is not the provider's, Unavailable.
    """
    provider = psc.configured()
    if provider is None:
        raise Impossible("logout_token: not configured")
    try:
        notice = provider.notice(logout_token, now=now)
    except NotTrusted as refusal:
        logger.warning("psc logout refused: %s", refusal.doubt.value)
        raise Impossible(f"logout_token: {refusal.doubt.value}") from None
    identifier = sha256(notice.identifier.encode()).hexdigest()
    with transaction.atomic(durable=True):
        alone_with(f"logout {identifier}")
        if traces.traces_of(actor=Actor.SYSTEM, subject="logout_token", subject_id=identifier, limit=1):
            raise Impossible("logout_token: replayed")
        found = OpenSession.objects.filter(means=Means.CARD)
        if notice.sid:
            ended = sessions.end(found.filter(card_sid=notice.sid))
        else:
            ended = sessions.end(found.filter(card_subject=notice.subject))
        journal.record(actor=actor, verb="card_logout", subject="logout_token", subject_id=identifier, now=now, n=ended)
    return ended


def renew_card_sessions(*, actor: Actor, now: datetime) -> int:
    """Ask the provider about sessions not checked for five minutes; end those it ended. Returns how many it ended.

    The first answer that does not come stops the run: nothing changes while the provider is away.
    """
    provider, ended = psc.configured(), 0
    for _ in range(BATCH if provider else 0):
        row = _claim(now=now)
        if row is None:
            break
        try:
            ended += _renew(row, now=now)
        except Unavailable:
            break
    return ended


def _claim(*, now: datetime) -> OpenSession | None:
    """The session checked longest ago, marked as checked before the provider is asked."""
    with transaction.atomic(durable=True):
        due = OpenSession.objects.filter(means=Means.CARD, card_checked_at__lte=now - CHECK_EVERY)
        row = due.select_for_update(skip_locked=True).order_by("card_checked_at").first()
        if row is not None:
            OpenSession.objects.filter(id=row.id).update(card_checked_at=now)
    return row


def _renew(row: OpenSession, *, now: datetime) -> int:
    provider, tokens = psc.configured(), sealing.unseal(row.card_tokens)
    if provider is None or tokens is None or not tokens.refresh_token:
        return 0
    try:
        fresh = provider.renew(tokens, subject=row.card_subject, now=now)
    except NotTrusted as refusal:
        logger.warning("psc renewal refused: %s", refusal.doubt.value)
        return _end(row, now=now) if refusal.doubt is Doubt.ENDED else 0
    with transaction.atomic(durable=True):
        OpenSession.objects.filter(id=row.id).update(card_tokens=sealing.seal(fresh))
    return 0


def _end(row: OpenSession, *, now: datetime) -> int:
    with transaction.atomic(durable=True):
        ended = sessions.end(OpenSession.objects.filter(id=row.id))
        journal.record(
            actor=Actor.SYSTEM, verb="end_session", subject="user", subject_id=row.user_id, now=now, why="provider"
        )
    return ended
