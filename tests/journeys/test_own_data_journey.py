"""Somebody takes all that is held on them, then is erased: the law's traces stay, and they cannot come back (F-270)."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.orientation.models import Orientation
from sas.rooms.protection import operations
from tests.factories import care
from tests.journeys.conftest import is_fit, sign_in
from tests.web.regulation.scene import make_scene

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (1280, 390)


@pytest.mark.long
@pytest.mark.shows("F-270", "F-223", "F-268")
def test_what_is_held_is_taken_then_erased(open_page: Callable[..., Page]) -> None:
    scene = make_scene()
    scene.fill()
    email = User.objects.get(id=scene.regulator.user_id).email
    page = open_page(390)
    sign_in(page, email)
    taken(page)
    page.get_by_role("button", name="Se déconnecter").click()
    manager = care.account(Role.ADMINISTRATEUR)
    sign_in(page, User.objects.get(id=manager.user_id).email)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/administration/comptes/{scene.regulator.user_id}/supprimer")
    page.get_by_role("button", name="Supprimer définitivement").click()
    expect(page.get_by_text("Le compte est supprimé.")).to_be_visible()
    kept(page)
    page.goto("/compte")
    page.get_by_role("button", name="Se déconnecter").click()
    sign_in(page, email)
    expect(page.get_by_text("ou le mot de passe est incorrect")).to_be_visible()
    erased = User.objects.get(id=scene.regulator.user_id)
    assert (erased.family_name, erased.roles) == ("supprimé", []) and "@" not in erased.email
    assert Orientation.objects.filter(author=erased).count() == 3


def taken(page: Page) -> None:
    """The file, from the page of the account; it tells the three orientations."""
    page.goto("/compte")
    page.get_by_role("link", name="Obtenir mes données").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert is_fit(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Obtenir mes données").click()
    whole = zipfile.ZipFile(download.value.path())
    assert len(json.loads(whole.read("donnees/orientations.json"))) == 3
    assert "Les orientations que vous avez faites" in whole.read("mes-donnees.html").decode()
    page.goto("/compte")


def kept(page: Page) -> None:
    """How long data are kept, and what the night removed."""
    operations.purge(actor=Actor.SYSTEM, now=datetime.now(UTC))
    page.goto("/administration/")
    page.get_by_role("link", name="Conservation des données").click()
    expect(page.get_by_role("row", name="Sessions ouvertes")).to_contain_text("retiré")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert is_fit(page)
