"""The three mails of a first connection, as a mail server receives them."""

from collections.abc import Callable

import pytest

from sas.actor import Role
from simulators.psc.identities import Identity
from tests.factories import care
from tests.factories.mail import Inbox, inbox, run_worker
from tests.factories.providers import Simulated
from tests.web.public.card_scene import NEW, ask, card_of, doctor_card, email_of

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)

CASES: dict[str, Callable[[], tuple[Identity, str, str]]] = {
    "Lier Pro Santé Connect à mon compte": lambda: (
        card_of(),
        email_of(care.account(Role.IOA)),
        "Lier Pro Santé Connect à votre compte du Service d'accès aux soins",
    ),
    "Vérifier mon adresse de courriel": lambda: (
        doctor_card()[0],
        NEW,
        "Vérifiez votre adresse de courriel pour le Service d'accès aux soins",
    ),
    "Voir comment obtenir un accès": lambda: (
        card_of(),
        NEW,
        "Votre accès à la plateforme numérique du Service d'accès aux soins",
    ),
}


@pytest.mark.parametrize("label", CASES)
@pytest.mark.shows("F-005", "F-006", "F-007", "F-008")
def test_the_mail_that_arrives_has_its_link_and_says_how_long_it_lives(
    desk: Simulated, inbox: Inbox, label: str
) -> None:
    card, email, subject = CASES[label]()
    _, link = ask(desk, card, email)
    run_worker()
    (mail,) = inbox.mails
    # A long subject is folded before its first word.
    assert (mail["To"], mail["Subject"].strip()) == (email, subject)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text and html
    assert f"{label} :\nhttp://127.0.0.1:8000{link}" in text.get_content().replace("\r\n", "\n")
    assert f'<a href="http://127.0.0.1:8000{link}">{label}</a>' in html.get_content()
    for part in (text, html):
        assert "Ce lien expire dans 5 minutes, ne sert qu" in part.get_content()
        assert "ignorez ce message" in part.get_content()
