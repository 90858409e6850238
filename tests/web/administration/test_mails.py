"""Administrators see what became of each mail, and send again what waits for them (F-267)."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sas.actor import Role
from sas.rooms.outbox.enums import MailState
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.browsers import browser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-267")]
PAGE = "/administration/courriels"


def make(number: int, now: datetime, state: MailState = MailState.FAILED) -> None:
    sent = {"text": "", "html": "", "sent_at": now} if state is MailState.SENT else {"text": "secret", "html": "secret"}
    OutgoingMail.objects.bulk_create(
        OutgoingMail(kind="test", to=f"p{at}@sas.example", subject=f"Objet {at}", state=state, created_at=now, **sent)
        for at in range(number)
    )


def test_mails_are_listed_with_their_state_and_never_their_text(now: datetime) -> None:
    make(2, now)
    make(1, now, MailState.SENT)
    client = browser(care.account(Role.ADMINISTRATEUR_NATIONAL))
    page = client.get(PAGE).content.decode()
    assert page.count("@sas.example</td>") == 3
    assert "Échec (2)" in page and "Envoyé (1)" in page
    assert "secret" not in page
    only = client.get(PAGE, {"etat": "sent", "page": "abc"}).content.decode()
    assert only.count("@sas.example</td>") == 1
    assert client.get(PAGE, {"page": "9" * 5000}).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(now: datetime, number: int) -> None:
    make(number, now)
    client = browser(care.account(Role.ADMINISTRATEUR))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert len([one for one in asked.captured_queries if "outbox" in one["sql"]]) == 2


def test_a_failed_mail_is_sent_again_once(now: datetime) -> None:
    make(1, now)
    mail = OutgoingMail.objects.get()
    client = browser(care.account(Role.ADMINISTRATEUR))
    answer = client.post(f"{PAGE}/{mail.id}/renvoyer", follow=True)
    assert "Le courriel va être renvoyé." in answer.content.decode()
    assert "attend pas" in client.post(f"{PAGE}/{mail.id}/renvoyer", follow=True).content.decode()
