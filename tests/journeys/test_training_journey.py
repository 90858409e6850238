"""Somebody finds the guide of his profile and turns its pages; an administrator completes one; at two widths."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from tests.factories import care
from tests.journeys.conftest import is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-245", "F-246")]


def test_a_guide_is_found_read_page_by_page_and_completed(open_page: Callable[..., Page]) -> None:
    administrator = care.account(Role.ADMINISTRATEUR)
    for width in (1280, 390):
        page = open_page(width)
        page.goto("/")
        page.get_by_role("contentinfo").get_by_role("link", name="Espace de formation").click()
        assert is_fit(page)
        page.get_by_role("link", name="Régulateur / OSNP").click()
        expect(page.get_by_role("link", name="Télécharger le guide complet")).to_contain_text("PDF – ")
        assert is_fit(page)
        page.get_by_role("link", name="Rechercher des soins").click()
        shown = page.get_by_role("img", name="Les résultats d'une recherche")
        shown.scroll_into_view_if_needed()
        expect(shown).to_have_js_property("complete", value=True)
        assert shown.evaluate("one => one.naturalWidth") == 1000
        page.get_by_role("navigation", name="Pages du guide").get_by_role("link", name="Page suivante").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Affiner sa recherche")
        assert is_fit(page)
    sign_in(page, User.objects.get(id=administrator.user_id).email)
    page.goto("/administration/formation/ioa/aide")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez ce que vous ajoutez.")
    assert is_fit(page)
    page.get_by_label("Information à retenir").check(force=True)
    page.get_by_label("Texte", exact=False).last.fill("Le service d'accueil répond de 9h à 17h.")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_role("button", name="Publier : Information à retenir").click()
    expect(page.get_by_text("Publié", exact=True)).to_be_visible()
    assert is_fit(page)
