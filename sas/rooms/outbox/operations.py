"""Posting a mail beside the data it tells of, and getting it out once (F-267; ADR 11)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sas import metrics
from sas.actor import Actor
from sas.adapters.mail import client as mail
from sas.adapters.queue import client as queue
from sas.errors import Impossible, Unavailable
from sas.rooms.journal import operations as journal
from sas.rooms.outbox import rules
from sas.rooms.outbox.enums import TRANSITIONS, MailState
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.outbox.rules import Letter

_USELESS = "lien périmé avant l'envoi"


def post(
    *,
    actor: Actor,
    kind: str,
    to: str,
    letter: Letter,
    now: datetime,
    user_id: int | None = None,
    once_key: str = "",
    useless_after: datetime | None = None,
) -> int | None:
    """Put a mail in the box, in the caller's transaction: it exists exactly when the data does.

    Returns its id, or None when `once_key` was already used. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outbox.post must run inside the operation's transaction")
    if once_key and OutgoingMail.objects.filter(once_key=once_key).exists():
        return None
    about = {"kind": kind, "to": to, "user_id": user_id, "once_key": once_key}
    said = {"subject": letter.subject, "text": rules.as_text(letter), "html": rules.as_html(letter)}
    row = OutgoingMail.objects.create(**about, **said, created_at=now, useless_after=useless_after)
    queue.defer("send_mail", mail_id=row.id)
    return row.id


def deliver(*, actor: Actor, mail_id: int, now: datetime) -> None:
    """Send one mail that waits; does nothing for one that does not. Raises Unavailable to be tried again later.

    The claim is committed before the mail server is spoken to: a process that dies in between leaves a mail that
    nobody sends a second time by itself.
    """
    claimed = _claim(mail_id=mail_id, now=now)
    if claimed is None:
        return
    try:
        mail.send(to=claimed.to, subject=claimed.subject, text=claimed.text, html=claimed.html, number=claimed.id)
    except mail.NotTaken as refusal:
        _settle(claimed, MailState.FAILED, now=now, error=str(refusal))
    except Unavailable as absence:
        last = claimed.attempts >= rules.MOST_ATTEMPTS
        error = type(absence.__cause__).__name__
        _settle(claimed, MailState.FAILED if last else MailState.QUEUED, now=now, error=error)
        if not last:
            raise
    else:
        _settle(claimed, MailState.SENT, now=now)
        metrics.MAIL_DELAYS.observe((now - claimed.created_at).total_seconds())


def send_again(*, actor: Actor, mail_id: int, now: datetime) -> None:
    """A person decides that a failed or uncertain mail leaves; raises Refused, or Impossible in another state."""
    if refusal := rules.may_see_mails(actor):
        raise refusal
    with transaction.atomic(durable=True):
        row = OutgoingMail.objects.select_for_update().filter(id=mail_id).first()
        if row is None or MailState.QUEUED not in TRANSITIONS[MailState(row.state)] or row.state == MailState.SENDING:
            raise Impossible("Ce courriel n'attend pas d'être renvoyé.")
        if row.useless_after and row.useless_after <= now:
            raise Impossible("Le lien de ce courriel n'est plus valable : il ne sert à rien de le renvoyer.")
        OutgoingMail.objects.filter(id=row.id).update(state=MailState.QUEUED, attempts=0, error="")
        queue.defer("send_mail", mail_id=row.id)
        journal.record(actor=actor, verb="send_mail_again", subject="mail", subject_id=row.id, now=now)


def mark_lost(*, actor: Actor, now: datetime) -> int:
    """Mails whose sender died halfway become uncertain; returns how many."""
    lost = OutgoingMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - rules.STALE)
    return lost.update(state=MailState.UNCERTAIN, error="l'envoi a été interrompu")


def forget(*, actor: Actor, now: datetime) -> int:
    """Remove the traces of mails older than the retention (90 days); returns how many."""
    old = Q(created_at__lt=now - rules.KEPT) & ~Q(state=MailState.SENDING)
    return OutgoingMail.objects.filter(old).delete()[0]


def forget_person(*, actor: Actor, user_id: int) -> int:
    """Remove the mails of an account that is closed, sent or not, in the caller's transaction; returns how many.

    One that is being sent right now ends with the retention. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outbox.forget_person must run inside the operation's transaction")
    return OutgoingMail.objects.filter(user_id=user_id).exclude(state=MailState.SENDING).delete()[0]


def _claim(*, mail_id: int, now: datetime) -> OutgoingMail | None:
    with transaction.atomic(durable=True):
        row = OutgoingMail.objects.select_for_update().filter(id=mail_id, state=MailState.QUEUED).first()
        if row is None:
            return None
        if row.useless_after and row.useless_after <= now:
            _settle(row, MailState.FAILED, now=now, error=_USELESS)
            return None
        row.attempts += 1
        OutgoingMail.objects.filter(id=row.id).update(
            state=MailState.SENDING, attempts=row.attempts, claimed_at=now, error=""
        )
    return row


def _settle(row: OutgoingMail, state: MailState, *, now: datetime, error: str = "") -> None:
    erased = {"text": "", "html": "", "sent_at": now} if state is MailState.SENT else {}
    OutgoingMail.objects.filter(id=row.id).update(state=state, error=error, **erased)
