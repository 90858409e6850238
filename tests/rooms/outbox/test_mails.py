"""A mail exists exactly when its cause does, leaves once, and is told as it stands (F-267)."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sas.actor import Actor, Role
from sas.errors import Impossible, Refused, Unavailable
from sas.marked import Block, Span
from sas.rooms.outbox import operations, queries
from sas.rooms.outbox.enums import TRANSITIONS, MailState
from sas.rooms.outbox.models import OutgoingMail
from sas.rooms.outbox.rules import KEPT, MOST_ATTEMPTS, STALE, Letter, Link, as_html, as_text
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-267")]
PARAGRAPH = Block(is_list=False, lines=((Span("Premier "), Span("paragraphe", bold=True)), (Span("sur deux lignes."),)))
SITES = (
    Span("le site", url="https://sas.example/?a&b"),
    Span(" et "),
    Span("a@sas.example", url="mailto:a@sas.example"),
)
LIST = Block(is_list=True, lines=((Span("un"),), SITES))
LETTER = Letter("Objet <à> lire", (PARAGRAPH, LIST, Link("Ouvrir", "https://sas.example/l/a&b")))
ADMINISTRATOR = Actor(user_id=1, roles=frozenset({Role.ADMINISTRATEUR}))
AGAIN = dict.fromkeys(("SENT", "QUEUED", "SENDING"), False) | {"FAILED": True, "UNCERTAIN": True}


def post(now: datetime, *, once_key: str = "", useless_after: datetime | None = None) -> int | None:
    with transaction.atomic():
        return operations.post(
            actor=Actor.SYSTEM,
            kind="test",
            to="camille@sas.example",
            letter=LETTER,
            now=now,
            once_key=once_key,
            useless_after=useless_after,
        )


@pytest.fixture
def posted(now: datetime) -> int:
    made = post(now)
    assert made
    return made


def state(mail_id: int) -> str:
    return OutgoingMail.objects.get(id=mail_id).state


def test_a_mail_is_read_as_text_and_as_html(posted: int, inbox: Inbox) -> None:
    run_worker()
    (mail,) = inbox.mails
    assert isinstance(mail, EmailMessage)
    assert (mail["To"], mail["Subject"]) == ("camille@sas.example", "Objet <à> lire")
    assert mail["Message-ID"].startswith(f"<{posted}@")
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text.replace("\r\n", "\n") == as_text(LETTER)
    assert page.replace("\r\n", "\n") == as_html(LETTER)
    assert "Ouvrir :\nhttps://sas.example/l/a&b" in as_text(LETTER)
    assert '<a href="https://sas.example/l/a&amp;b">Ouvrir</a>' in page
    assert "<title>Objet &lt;à&gt; lire</title>" in page
    assert "Premier paragraphe\nsur deux lignes.\n\n- un\n- le site (https://sas.example/?a&b) et" in as_text(LETTER)
    assert "et a@sas.example\n" in as_text(LETTER)
    assert "Premier <strong>paragraphe</strong>" in page and "<li>un" in page
    assert '<a href="https://sas.example/?a&amp;b">le site</a> et <a href="mailto:a@sas.example">' in page


def test_nothing_is_posted_outside_a_transaction_nor_by_one_that_fails(now: datetime) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        operations.post(actor=Actor.SYSTEM, kind="test", to="a@sas.example", letter=LETTER, now=now)
    with transaction.atomic():
        assert operations.post(actor=Actor.SYSTEM, kind="test", to="a@sas.example", letter=LETTER, now=now)
        transaction.set_rollback(True)
    assert OutgoingMail.objects.count() == ProcrastinateJob.objects.count() == 0


def test_what_was_sent_keeps_no_text_and_is_not_sent_twice(posted: int, inbox: Inbox, now: datetime) -> None:
    run_worker()
    operations.deliver(actor=Actor.SYSTEM, mail_id=posted, now=now)
    row = OutgoingMail.objects.get()
    assert (row.state, row.text, row.html, row.attempts, len(inbox.mails)) == ("sent", "", "", 1, 1)
    assert row.sent_at is not None


def test_the_same_thing_is_told_once(now: datetime, inbox: Inbox) -> None:
    assert post(now, once_key="rappel:7") is not None
    assert post(now, once_key="rappel:7") is None
    run_worker()
    assert post(now, once_key="rappel:7") is None
    assert len(inbox.mails) == 1


def test_a_server_that_is_away_is_tried_again_then_given_up(posted: int, inbox: Inbox, now: datetime) -> None:
    inbox.away = True
    for attempt in range(1, MOST_ATTEMPTS):
        with pytest.raises(Unavailable):
            operations.deliver(actor=Actor.SYSTEM, mail_id=posted, now=now)
        assert (state(posted), OutgoingMail.objects.get().attempts) == ("queued", attempt)
    operations.deliver(actor=Actor.SYSTEM, mail_id=posted, now=now)
    row = OutgoingMail.objects.get()
    assert (row.state, row.error) == ("failed", "SMTPDataError")
    assert row.text


def test_a_mail_refused_for_good_is_not_tried_again(posted: int, inbox: Inbox, now: datetime) -> None:
    inbox.refuses = True
    operations.deliver(actor=Actor.SYSTEM, mail_id=posted, now=now)
    row = OutgoingMail.objects.get()
    assert (row.state, row.error, inbox.mails) == ("failed", "SMTPDataError 554", [])
    assert "camille" not in row.error


def test_a_mail_whose_sender_died_waits_for_a_person(posted: int, inbox: Inbox, now: datetime) -> None:
    OutgoingMail.objects.update(state=MailState.SENDING, claimed_at=now)
    assert operations.mark_lost(actor=Actor.SYSTEM, now=now + STALE) == 0
    assert operations.mark_lost(actor=Actor.SYSTEM, now=now + STALE + timedelta(seconds=1)) == 1
    run_worker()
    assert (state(posted), inbox.mails) == ("uncertain", [])
    operations.send_again(actor=ADMINISTRATOR, mail_id=posted, now=now)
    run_worker()
    assert (state(posted), len(inbox.mails)) == ("sent", 1)


def test_a_mail_whose_link_has_expired_does_not_leave(now: datetime, inbox: Inbox) -> None:
    made = post(now, useless_after=now + timedelta(minutes=5))
    assert made
    operations.deliver(actor=Actor.SYSTEM, mail_id=made, now=now + timedelta(minutes=5))
    assert (state(made), inbox.mails) == ("failed", [])
    with pytest.raises(Impossible, match="plus valable"):
        operations.send_again(actor=ADMINISTRATOR, mail_id=made, now=now + timedelta(minutes=6))


@pytest.mark.parametrize("at", MailState)
def test_a_person_sends_again_only_what_waits_for_one(posted: int, now: datetime, at: MailState) -> None:
    erased = {"text": "", "html": "", "sent_at": now} if at is MailState.SENT else {}
    OutgoingMail.objects.update(state=at, **erased)
    if AGAIN[at.name]:
        operations.send_again(actor=ADMINISTRATOR, mail_id=posted, now=now)
        assert state(posted) == "queued"
    else:
        with pytest.raises(Impossible):
            operations.send_again(actor=ADMINISTRATOR, mail_id=posted, now=now)
    (facts,) = queries.mails(actor=ADMINISTRATOR).mails
    assert set(TRANSITIONS) == set(MailState)
    assert facts.may_be_sent_again is False or at in {MailState.FAILED, MailState.UNCERTAIN}


def test_only_administrators_see_the_mails(posted: int, now: datetime) -> None:
    for role in set(Role) - {Role.ADMINISTRATEUR, Role.ADMINISTRATEUR_NATIONAL}:
        with pytest.raises(Refused):
            queries.mails(actor=Actor(user_id=2, roles=frozenset({role})))
        with pytest.raises(Refused):
            operations.send_again(actor=Actor(user_id=2, roles=frozenset({role})), mail_id=posted, now=now)


@pytest.mark.shows("F-270")
def test_the_trace_of_a_mail_ends_with_its_retention(posted: int, now: datetime) -> None:
    assert operations.forget(actor=Actor.SYSTEM, now=now + KEPT) == 0
    assert operations.forget(actor=Actor.SYSTEM, now=now + KEPT + timedelta(seconds=1)) == 1
