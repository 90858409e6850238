"""An administrator rewrites a mail in a real browser, at two widths, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from tests.factories import care
from tests.factories.mail import Inbox, inbox, run_worker
from tests.journeys.conftest import DESK, is_fit, sign_in

__all__ = ["inbox"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.live_texts, pytest.mark.shows("F-230")]


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def write(page: Page, subject: str, body: str, button: str) -> None:
    page.get_by_role("textbox", name="Objet").fill(subject)
    page.get_by_role("textbox", name="Texte").fill(body)
    page.get_by_role("button", name=button).click()


@DESK
@pytest.mark.parametrize("javascript", [True, False])
def test_a_mail_is_previewed_refused_published_and_sent(
    open_page: Callable[..., Page], inbox: Inbox, width: int, *, javascript: bool
) -> None:
    page = open_page(width, javascript=javascript)
    sign_in(page, email_of(care.account(Role.ADMINISTRATEUR)))
    page.goto("/administration/textes")
    assert is_fit(page, javascript=javascript)
    page.get_by_role("link", name="Mot de passe oublié").click()
    expect(page.get_by_text("À qui demande un nouveau mot de passe.")).to_be_visible()
    write(page, "Votre accès", "Ouvrez {lien}", "Voir l'aperçu")
    expect(page.get_by_text("seul dans son paragraphe, entre deux lignes vides").first).to_be_visible()
    expect(page.get_by_role("textbox", name="Texte")).to_have_value("Ouvrez {lien}")
    assert is_fit(page, javascript=javascript)
    write(page, "Votre accès", "Voici **votre** lien.\n\n[Choisir]({lien})", "Voir l'aperçu")
    preview = page.get_by_role("region", name="Aperçu : rien n'est encore publié")
    expect(preview).to_contain_text("Bonjour,")
    expect(preview.get_by_role("link", name="Choisir")).to_be_visible()
    assert is_fit(page, javascript=javascript)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("les courriels le portent dans la minute")
    assert is_fit(page, javascript=javascript)
    assert_sent(open_page(width, javascript=javascript), inbox)


def assert_sent(visitor: Page, inbox: Inbox) -> None:
    """Somebody who forgot his password receives the new words."""
    reader = email_of(care.account(Role.EFFECTEUR))
    visitor.goto("/mot-de-passe/oublie")
    visitor.get_by_label("Adresse électronique").fill(reader)
    visitor.get_by_role("main").get_by_role("button").click()
    expect(visitor).to_have_url("/mot-de-passe/envoye")
    run_worker()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"]) == (reader, "Votre accès")
