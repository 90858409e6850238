"""Somebody looks for an answer, and an administrator writes one, in a real browser at two widths."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.help import operations
from tests.factories import care
from tests.journeys.conftest import DESK, is_fit, sign_in

NARROW = 390
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-240", "F-241")]


@DESK
def test_an_answer_is_found_by_theme_and_by_words_then_another_is_written(
    open_page: Callable[..., Page], now: datetime, width: int
) -> None:
    """Wide with JavaScript, narrow without: a visitor reads, an administrator writes what others read."""
    operations.load_shipped(actor=Actor.SYSTEM, now=now)
    administrator, javascript = care.account(Role.ADMINISTRATEUR), width > NARROW
    page = open_page(width, javascript=javascript)
    read(page, javascript=javascript)
    sign_in(page, User.objects.get(id=administrator.user_id).email)
    write(page, "Une question", javascript=javascript)


def read(page: Page, *, javascript: bool) -> None:
    """From the head of the home to an answer, then by words, then nothing."""
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Aide : FAQ et besoin d'assistance").click()
    page.get_by_role("navigation", name="Thèmes").get_by_role("link", name="Problème de connexion").click()
    expect(page.get_by_role("heading", level=2, name="Problème de connexion par Pro Santé Connect")).to_be_visible()
    answer = page.get_by_text("Ce lien est valable 5 minutes")
    expect(answer).to_be_hidden()
    page.get_by_role("heading", name="Le lien reçu par courriel").click()
    expect(answer).to_be_visible()
    assert is_fit(page, javascript=javascript)
    page.get_by_role("searchbox", name="Chercher dans la FAQ").fill("MOTS de passe oublie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="pour « MOTS de passe oublie »")).to_be_visible()
    page.get_by_role("heading", name="Vous avez perdu votre mot de passe ?").click()
    page.get_by_role("link", name="Lien vers cette réponse : Vous avez perdu votre mot de passe ?").click()
    expect(page.get_by_text("valable 72 heures")).to_be_visible()
    page.get_by_role("searchbox", name="Chercher dans la FAQ").fill("zèbre")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("heading", name="Aucune réponse pour « zèbre »")).to_be_visible()


def write(page: Page, question: str, *, javascript: bool) -> None:
    """Refused, previewed, published, moved up, read."""
    page.goto("/administration/aide?theme=profil")
    assert is_fit(page, javascript=javascript)
    page.get_by_role("link", name="Ajouter une question").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez la question.")
    page.get_by_role("combobox", name="Thème").select_option("Mise à jour des informations de mon profil")
    page.get_by_role("textbox", name="Question").fill(f"{question} ?")
    page.get_by_role("textbox", name="Réponse").fill(f"{question} **a** sa réponse.")
    page.get_by_text("Gestionnaire de structure", exact=True).click()
    page.get_by_role("button", name="Voir l'aperçu").click()
    preview = page.get_by_role("region", name="Aperçu : rien n'est encore enregistré")
    expect(preview).to_contain_text(f"{question} a sa réponse.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("status")).to_contain_text("La réponse est publiée")
    assert is_fit(page, javascript=javascript)
    page.get_by_role("link", name="la voir dans la FAQ").click()
    expect(page.get_by_text("Vous lisez ce que lit : Gestionnaire de structure")).to_be_visible()
    expect(page.get_by_text(f"{question} a sa réponse.")).to_be_visible()
    page.goto("/administration/aide?theme=profil")
    page.get_by_role("button", name=f"Monter « {question} ? »").click()
    expect(page.get_by_role("status")).to_contain_text("est remontée.")
