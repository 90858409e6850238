"""Messages to the regulation's software: put in line beside the orientation, sent in order, answered (ADR 34)."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from sas.actor import Actor
from sas.adapters.hubsante import client as hubsante
from sas.adapters.hubsante import protocol
from sas.adapters.hubsante.client import Line, NotTaken
from sas.adapters.hubsante.protocol import Unreadable
from sas.adapters.hubsante.values import Answer, Report
from sas.adapters.queue import client as queue
from sas.errors import Impossible, Unavailable
from sas.rooms.directory import queries as directory
from sas.rooms.exchanges import rules
from sas.rooms.exchanges.enums import TRANSITIONS, AppointmentStatus, ExchangeState
from sas.rooms.exchanges.models import LrmMessage
from sas.rooms.exchanges.queries import Recipient
from sas.rooms.journal import operations as journal

_log = logging.getLogger(__name__)
_LINE = "select pg_advisory_xact_lock(hashtext('exchanges'))"


def post(
    *,
    actor: Actor,
    recipients: Collection[Recipient],
    orientation_id: int,
    status: AppointmentStatus,
    creates: bool,
    content: Mapping[str, object],
    now: datetime,
) -> None:
    """Put one message to each recipient in line, in the caller's transaction: they exist exactly when the act does.

    `content`: the appointment of the model RS-SAS-RDV without its method. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("exchanges.post must run inside the operation's transaction")
    kept = {name: value for name, value in content.items() if settings.HUB_REGULATOR or name != "regulator"}
    for one in recipients:
        LrmMessage.objects.create(
            orientation_id=orientation_id,
            lrm_id=one.lrm_id,
            recipient=one.hub_name,
            identity=uuid4(),
            creates=creates,
            status=status,
            content=kept,
            created_at=now,
            expires_at=now + _patience(),
            due_at=now,
        )
    queue.defer("send_to_lrms")


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
        _say(absence)
        return False
    finally:
        _release(claimed, problem)
    return True


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
        _say(absence)
    return count


def send_again(*, actor: Actor, message_id: int, now: datetime) -> None:
    """A person decides that an abandoned message leaves, under the same identity, to where its software is now.

    Raises Refused, and Impossible in another state, once a newer message about the orientation may have left, which
    told all that this one told, or when the software has no name at the Hub any more.
    """
    if refusal := rules.may_see_exchanges(actor):
        raise refusal
    with transaction.atomic(durable=True):
        _stand_in_line()
        row = LrmMessage.objects.select_for_update(of=("self",)).filter(id=message_id).first()
        if row is None or row.state != ExchangeState.ABANDONED:
            raise Impossible("Ce message n'attend pas d'être renvoyé.")
        newer = LrmMessage.objects.filter(orientation_id=row.orientation_id, lrm_id=row.lrm_id, id__gt=row.id)
        left = Q(sent_at__isnull=False) | Q(answered_at__isnull=False) | Q(attempts__gt=0)
        if newer.filter(left | Q(claimed_until__isnull=False)).exists():
            raise Impossible("Un message plus récent de cette orientation est parti : il dit tout ce que dit celui-ci.")
        lrms = {one.id: one for one in directory.lrm_states(actor=actor)}
        if not lrms[row.lrm_id].hub_name:
            raise Impossible("Ce logiciel n'a plus d'identifiant au Hub Santé : donnez-le d'abord, à la page « LRM ».")
        anew = {"attempts": 0, "problem": "", "due_at": now, "expires_at": now + _patience()}
        LrmMessage.objects.filter(id=row.id).update(
            state=ExchangeState.QUEUED, recipient=lrms[row.lrm_id].hub_name, **anew
        )
        queue.defer("send_to_lrms")
        journal.record(actor=actor, verb="send_lrm_message_again", subject="lrm_message", subject_id=row.id, now=now)


def forget(*, actor: Actor, now: datetime) -> int:
    """Remove the traces of messages older than the retention (30 days); returns how many."""
    return LrmMessage.objects.filter(created_at__lt=now - rules.KEPT).delete()[0]


def _say(absence: Unavailable) -> None:
    """Why there is no line; nothing during the pause that follows, which has no cause of its own."""
    if absence.__cause__ is not None:
        _log.warning("hub away: %s", type(absence.__cause__).__name__)


def _patience() -> timedelta:
    return timedelta(hours=settings.HUB_MESSAGE_HOURS)


def _stand_in_line() -> None:
    """One process at a time decides what leaves next; it is let go with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE)


def _claim(now: datetime) -> list[LrmMessage]:
    """The oldest message that waits of each orientation and software, when it is due and nobody is sending it."""
    with transaction.atomic(durable=True):
        _stand_in_line()
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


def _note(body: bytes, now: datetime) -> None:
    """What cannot be read, or is about nothing of ours, is said in the logs and let go: it would come back for ever."""
    try:
        answer = protocol.answer(body)
    except Unreadable:
        _log.warning("hub answer unreadable")
        return
    identity = rules.identity_in(answer.about)
    with transaction.atomic(durable=True):
        row = LrmMessage.objects.select_for_update(of=("self",)).filter(identity=identity).first()
        if row is None or not rules.may_answer(answer.sender, row.recipient):
            _log.warning("hub answer about no message of ours")
            return
        _settle(row, answer, now=now)


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
