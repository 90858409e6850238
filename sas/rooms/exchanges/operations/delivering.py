"""Messages sent in order, and sent again until the Hub says that it keeps them (ADR 34)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from sas import metrics
from sas.actor import Actor
from sas.adapters.hubsante import client as hubsante
from sas.adapters.hubsante import protocol
from sas.adapters.hubsante.client import Line, NotTaken
from sas.adapters.hubsante.values import Report
from sas.errors import Unavailable
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.operations.posting import stand_in_line

_log = logging.getLogger(__name__)


def deliver(*, actor: Actor, now: datetime) -> bool:
    """Send what is due over one line, oldest first; returns True when more may be due.

    Of one orientation and one software, the oldest message that waits goes alone: the next one waits until it is
    known to have left, or is given up. A process that dies halfway leaves messages that are sent again, under the same
    identity, once its lease has ended.
    """
    hub = hubsante.configured()
    if hub is None:
        return False
    claimed = _claim(now)
    if not claimed:
        return False
    problem = "away"
    try:
        with hub.opened() as line:
            while claimed:
                problem = ""
                _send(line, claimed.pop(0), now=now)
    except Unavailable as absence:
        say_away(absence)
        return False
    finally:
        _release(claimed, problem)
    return True


def say_away(absence: Unavailable) -> None:
    """Why there is no line; nothing during the pause that follows, which has no cause of its own."""
    if absence.__cause__ is not None:
        _log.warning("hub away: %s", type(absence.__cause__).__name__)


def _claim(now: datetime) -> list[LrmMessage]:
    """The oldest message that waits of each orientation and software, when it is due and nobody is sending it."""
    with transaction.atomic(durable=True):
        stand_in_line()
        waiting = LrmMessage.objects.filter(state=ExchangeState.QUEUED)
        waiting.filter(expires_at__lte=now).filter(_free(now)).update(
            state=ExchangeState.ABANDONED, problem=rules.EXPIRED, claimed_until=None
        )
        before = waiting.filter(orientation_id=OuterRef("orientation_id"), lrm=OuterRef("lrm"), id__lt=OuterRef("id"))
        due = waiting.filter(_free(now), ~Exists(before), due_at__lte=now).order_by("id")
        claimed = list(due[: rules.BATCH])
        ids = [row.id for row in claimed]
        LrmMessage.objects.filter(id__in=ids).update(claimed_until=now + rules.lease(settings.HUB_TIMEOUT))
    return claimed


def _free(now: datetime) -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)


def _release(rows: Sequence[LrmMessage], problem: str) -> None:
    """Messages that were claimed and not tried: they are due as before."""
    if rows:
        left = LrmMessage.objects.filter(id__in=[row.id for row in rows], state=ExchangeState.QUEUED)
        left.update(claimed_until=None, **({"problem": problem} if problem else {}))


def _send(line: Line, row: LrmMessage, *, now: datetime) -> None:
    """One message, and what became of it. Raises Unavailable when the line is of no more use."""
    identity = rules.distribution_id(settings.HUB_CLIENT_ID, row.identity)
    method = "CreateAppointment" if row.creates else "UpdateAppointment"
    told = Report(
        identity=identity,
        sender=settings.HUB_CLIENT_ID,
        recipient=row.recipient,
        sent_at=now,
        expires_at=row.expires_at,
        appointment={"method": method, **(row.content or {})},
    )
    try:
        line.publish(protocol.report(told), identity=identity)
    except NotTaken as refusal:
        _put_off(row, str(refusal), now=now)
    except Unavailable:
        _put_off(row, "no answer", now=now)
        raise
    else:
        waiting = LrmMessage.objects.filter(id=row.id, state=ExchangeState.QUEUED)
        sent = waiting.update(state=ExchangeState.SENT, sent_at=now, problem="", **_tried())
        if not sent:  # its answer came first
            LrmMessage.objects.filter(id=row.id).update(sent_at=now, **_tried())
        metrics.HUB_DELAYS.observe((now - row.created_at).total_seconds())


def _tried() -> dict[str, object]:
    return {"attempts": F("attempts") + 1, "claimed_until": None}


def _put_off(row: LrmMessage, problem: str, *, now: datetime) -> None:
    attempts = row.attempts + 1
    over = attempts >= rules.MOST_ATTEMPTS
    LrmMessage.objects.filter(id=row.id, state=ExchangeState.QUEUED).update(
        state=ExchangeState.ABANDONED if over else ExchangeState.QUEUED,
        attempts=attempts,
        problem=problem,
        due_at=rules.next_try(attempts, now),
        claimed_until=None,
    )
