"""An administrator asks for a file, follows it without losing the keyboard's place, and takes it once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from tests.factories import care
from tests.factories.mail import run_worker
from tests.journeys.conftest import is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-226", "F-266")]


@pytest.mark.long
def test_a_file_is_asked_followed_and_taken_once(open_page: Callable[..., Page], tmp_path: Path, settings: Any) -> None:
    settings.EXTRACTS_FOLDER = tmp_path / "extracts"
    administrator = care.account(Role.ADMINISTRATEUR_NATIONAL)
    page = open_page(1280)
    sign_in(page, str(User.objects.get(id=administrator.user_id).email))
    page.goto("/administration/")
    page.get_by_role("link", name="Extractions").click()
    page.get_by_label("Données", exact=True).select_option("Orientations")
    page.get_by_label("Territoire", exact=True).select_option("Toute la France")
    page.get_by_role("button", name="Préparer l'extraction").click()
    expect(page.get_by_role("alert")).to_contain_text("Indiquez le premier et le dernier jour de la période.")
    assert is_fit(page)
    page.get_by_label("Données", exact=True).select_option("Comptes")
    page.get_by_role("button", name="Préparer l'extraction").press("Enter")
    followed(page)
    taken_once(page)
    page.get_by_role("link", name="Dictionnaire des extractions").click()
    assert is_fit(page)


def followed(page: Page) -> None:
    """From the request to the file, the keyboard staying where it is; then on a telephone's width."""
    expect(page.get_by_text("En attente")).to_be_visible()
    assert is_fit(page)
    format_field = page.get_by_label("Format", exact=True)
    format_field.focus()
    run_worker()
    expect(page.get_by_text("Prête")).to_be_visible(timeout=10_000)
    expect(format_field).to_be_focused()
    assert is_fit(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert is_fit(page)


def taken_once(page: Page) -> None:
    """The second use says so."""
    with page.expect_download() as taken:
        page.get_by_role("button", name="Télécharger").press("Enter")
    assert Path(taken.value.path()).read_text(encoding="utf-8-sig").startswith("Nom;Prénom;")
    page.get_by_role("button", name="Télécharger").click()
    expect(page.get_by_text("Ce fichier a déjà été téléchargé")).to_be_visible()
    assert is_fit(page)
