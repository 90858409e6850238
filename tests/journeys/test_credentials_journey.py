"""The life of a password in a real browser: from the welcome mail to the forced change, at two widths, with axe."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations.terms import FIRST_TERMS
from sas.web.kit import middleware
from tests.factories import care
from tests.factories.credentials import NEW_PASSWORD, invited
from tests.factories.mail import Inbox, inbox, run_worker
from tests.journeys.conftest import PHONE, is_fit, sign_in

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
THIRD_PASSWORD, FOURTH_PASSWORD = "Ajoncs-et-fougères-2028", "Chênes-et-noisetiers-2029"


def last_link(inbox: Inbox, subject: str) -> str:
    """The path of the link of the mail that the worker has just sent."""
    run_worker()
    mail: Any = inbox.mails[-1]
    assert mail["Subject"].strip() == subject
    return re.findall(r"https?://[^/\s]+(/\S+)", mail.get_body(("plain",)).get_content())[-1]


def publish_terms() -> None:
    operations.publish_terms(actor=Actor.SYSTEM, text=FIRST_TERMS.read_text(encoding="utf-8"), now=datetime.now(UTC))


def move_clock(monkeypatch: pytest.MonkeyPatch, days: int) -> datetime:
    """From now on, requests happen so many days later; returns that instant."""

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=days)

    monkeypatch.setattr(middleware, "datetime", Later)
    return Later.now(UTC)


def sign_out(page: Page) -> None:
    page.goto("/compte")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bienvenue")


def choose_first(page: Page, path: str) -> None:
    """The rules are ticked as the password is typed; « Valider » opens once all is there."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos identifiants de connexion")
    assert is_fit(page)
    button, field = page.get_by_role("button", name="Valider"), page.get_by_label("Votre nouveau mot de passe")
    expect(button).to_be_disabled()
    field.fill("Abc")
    expect(page.locator(".fr-message--valid")).to_have_count(5)  # lower, upper, not too long, no address, not used
    field.fill(NEW_PASSWORD)
    expect(page.locator(".fr-message--valid")).to_have_count(8)
    expect(button).to_be_disabled()
    page.get_by_text("Accepter les CGU").click()
    expect(button).to_be_enabled()
    assert is_fit(page)
    button.click()


def read_welcome(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Votre espace personnel réunit vos lieux d'exercice.")
    assert page.evaluate("document.querySelector('[data-bienvenue]').matches(':modal')")
    assert is_fit(page)
    dialog.get_by_role("button", name="J'ai compris").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert is_fit(page)


@pytest.mark.shows("F-010", "F-011", "F-015", "F-018", "F-019", "F-022", "F-024", "F-268")
@PHONE
def test_the_life_of_a_password(
    open_page: Callable[..., Page], inbox: Inbox, monkeypatch: pytest.MonkeyPatch, *, settings: Any, width: int
) -> None:
    settings.PASSWORD_MONTHS, settings.PASSWORD_REMINDER_MONTHS = 4, 3
    publish_terms()
    user, page = invited(Role.EFFECTEUR, now=datetime.now(UTC)), open_page(width)
    run_worker()
    welcome: Any = inbox.mails[-1]
    text = welcome.get_body(("plain",)).get_content()
    choose_first(page, re.findall(r"(/premiere-connexion/\S+)", text)[0])
    read_welcome(page)
    sign_out(page)

    sign_in(page, user.email, NEW_PASSWORD)
    expect(page).to_have_url(re.compile("/sas/tableau-de-bord"))
    sign_out(page)
    forget_and_choose(page, inbox, user.email)
    sign_out(page)

    later = move_clock(monkeypatch, 100)
    assert operations.remind_passwords(actor=Actor.SYSTEM, now=later) == 1
    assert last_link(inbox, "Votre mot de passe expire bientôt") == "/identifiants/mot-de-passe"
    move_clock(monkeypatch, 130)
    change_by_force(page, user.email)


def forget_and_choose(page: Page, inbox: Inbox, email: str) -> None:
    page.goto("/connexion")
    assert is_fit(page)
    page.get_by_role("link", name="Mot de passe oublié ?").click()
    assert is_fit(page)
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre demande est enregistrée")
    assert is_fit(page)
    page.goto(last_link(inbox, "Votre mot de passe du Service d'accès aux soins"))
    expect(page.get_by_text("Accepter les CGU")).to_have_count(0)
    page.get_by_label("Votre nouveau mot de passe").fill(THIRD_PASSWORD)
    page.get_by_role("button", name="Valider").click()
    expect(page).to_have_url(re.compile("/sas/tableau-de-bord"))


def change_by_force(page: Page, email: str) -> None:
    sign_in(page, email, THIRD_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre mot de passe a expiré")
    assert is_fit(page)
    page.goto("/compte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre mot de passe a expiré")
    expect(page.get_by_role("button", name="Valider")).to_be_disabled()
    page.get_by_label("Votre ancien mot de passe").fill(THIRD_PASSWORD)
    page.get_by_label("Votre nouveau mot de passe").fill(FOURTH_PASSWORD)
    page.get_by_role("button", name="Valider").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Merci, votre nouveau mot de passe a bien été pris en compte.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre compte")


def accept_terms(page: Page) -> None:
    expect(page.get_by_text("Lisez et acceptez cette version pour continuer.")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("Acceptez les conditions générales d'utilisation")
    assert is_fit(page)
    page.locator("label").filter(has_text="J'ai lu et j'accepte").click()
    page.get_by_role("button", name="Valider").click()


@pytest.mark.long
@pytest.mark.shows("F-016", "F-020", "F-022", "F-268")
@PHONE
def test_terms_identifiers_and_sessions_are_fit(open_page: Callable[..., Page], inbox: Inbox, width: int) -> None:
    actor, page, elsewhere = care.regulator(), open_page(width), open_page(width)
    email = User.objects.get(id=actor.user_id).email
    publish_terms()
    for one in (elsewhere, page):
        sign_in(one, email)
    accept_terms(page)
    page.goto("/compte")
    page.get_by_role("link", name="Vos identifiants de connexion").click()
    assert is_fit(page)
    page.get_by_role("link", name="Modifier votre adresse").click()
    page.get_by_label("Votre nouvelle adresse électronique").fill("nouvelle@sas.example")
    page.get_by_label("Votre mot de passe").fill(care.PASSWORD)
    assert is_fit(page)
    page.get_by_role("button", name="Valider").click()
    page.goto(last_link(inbox, "Confirmez votre nouvelle adresse électronique"))
    assert is_fit(page)
    page.get_by_role("button", name="Confirmer cette adresse").click()
    expect(page.get_by_role("status")).to_contain_text("nouvelle@sas.example")
    page.get_by_role("button", name="Fermer toutes les autres").click()
    expect(page.get_by_role("status")).to_contain_text("Les autres sessions sont fermées.")
    elsewhere.goto("/compte")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Connectez-vous à votre compte")
    page.goto("/premiere-connexion/inconnu")
    assert is_fit(page)


@pytest.mark.shows("F-011", "F-024")
def test_without_javascript_the_server_answers(open_page: Callable[..., Page], inbox: Inbox) -> None:
    publish_terms()
    invited(Role.IOA, now=datetime.now(UTC))
    page = open_page(390, javascript=False)
    page.goto(last_link_of_welcome(inbox))
    page.get_by_label("Votre nouveau mot de passe").fill("court")
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("alert")).to_contain_text("Au moins 12 caractères.")
    expect(page.get_by_role("alert")).to_contain_text("Acceptez les conditions générales d'utilisation")
    page.get_by_label("Votre nouveau mot de passe").fill(NEW_PASSWORD)
    page.get_by_label("Accepter les CGU").check(force=True)
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_text("aucune donnée sur le patient n'est demandée")).to_be_visible()
    page.get_by_role("button", name="J'ai compris").click()
    expect(page.get_by_role("button", name="J'ai compris")).to_have_count(0)


def last_link_of_welcome(inbox: Inbox) -> str:
    run_worker()
    mail: Any = inbox.mails[-1]
    return re.findall(r"(/premiere-connexion/\S+)", mail.get_body(("plain",)).get_content())[0]
