"""What the Hub and the regulation's software answer, noted on our messages."""

import logging
from datetime import datetime

from django.db import transaction

from sas.actor import Actor
from sas.adapters.hubsante import client as hubsante
from sas.adapters.hubsante import protocol
from sas.adapters.hubsante.protocol import Unreadable
from sas.adapters.hubsante.values import Answer
from sas.errors import Unavailable
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import TRANSITIONS, AppointmentStatus, ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.operations.delivering import say_away
from sas.rooms.exchanges.operations.posting import post
from sas.rooms.exchanges.queries import Recipient

_log = logging.getLogger(__name__)


def collect(*, actor: Actor, now: datetime) -> int:
    """Read what came back and note it on our messages; returns how many answers were read.

    An answer leaves our queue once it is noted: it may be read twice, and changes nothing the second time.
    """
    hub, count = hubsante.configured(), 0
    if hub is None:
        return 0
    try:
        with hub.opened() as line:
            for body in line.received():
                _note(body, now)
                count += 1
    except Unavailable as absence:
        say_away(absence)
    return count


def _note(body: bytes, now: datetime) -> None:
    """What cannot be read, or is about nothing of ours, is said in the logs and let go: it would come back for ever."""
    try:
        answer = protocol.answer(body)
    except Unreadable:
        _log.warning("hub answer unreadable")
        return
    with transaction.atomic(durable=True):
        row = _about(answer)
        if row is None:
            _log.warning("hub answer about no message of ours")
        else:
            _settle(row, answer, now=now)


def _about(answer: Answer) -> LrmMessage | None:
    """The message of ours, locked, when whoever answers may."""
    identity = rules.identity_in(answer.about)
    if identity is None:
        return None
    row = LrmMessage.objects.select_for_update(of=("self",)).filter(identity=identity).first()
    return row if row is not None and rules.may_answer(answer.sender, row.recipient) else None


def _settle(row: LrmMessage, answer: Answer, *, now: datetime) -> None:
    to = ExchangeState.REFUSED if answer.refused else ExchangeState.ACKED
    if to not in TRANSITIONS[ExchangeState(row.state)]:
        return
    if answer.code == rules.CONFLICT and row.creates and row.content is not None:
        _tell_as_update(row, now=now)
    problem = (f"error {answer.code}" if answer.code else "refused") if answer.refused else ""
    LrmMessage.objects.filter(id=row.id).update(
        state=to, problem=problem, step=answer.step, answered_at=now, content=None, claimed_until=None
    )


def _tell_as_update(row: LrmMessage, *, now: datetime) -> None:
    """The software knows the appointment already: told again as an update, unless a newer message tells more."""
    if LrmMessage.objects.filter(orientation_id=row.orientation_id, lrm_id=row.lrm_id, id__gt=row.id).exists():
        return
    post(
        actor=Actor.SYSTEM,
        recipients=[Recipient(row.lrm_id, row.recipient)],
        orientation_id=row.orientation_id,
        status=AppointmentStatus(row.status),
        creates=False,
        content=row.content or {},
        now=now,
    )
