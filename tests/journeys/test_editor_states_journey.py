"""An administrator, at two widths: an editor declared wrong then right, how it answers, a question tried."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.directory import operations as directory
from sas.rooms.directory.models import Editor
from simulators.editor.people import ONE_PLACE
from simulators.editor.web import EditorServer, invented_editor
from tests.factories import care, editors
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-231", "F-261")]
EDITORS = "/administration/editeurs"


@DESK
def test_an_editor_is_declared_watched_and_tried(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    sign_in(page, User.objects.get(id=care.account(Role.ADMINISTRATEUR).user_id).email)
    for empty in ("etat", "certificats"):
        page.goto(f"{EDITORS}/{empty}")
        expect(page.get_by_role("cell", name="Aucun")).to_be_visible()
        assert is_fit(page)
    with editors.serving(invented_editor()) as server:
        declare(page, server)
        ending(page)
        try_out(page)
        watch(page)


def declare(page: Page, server: EditorServer) -> None:
    """Its address, wrong at first."""
    page.goto(f"{EDITORS}/nouveau")
    page.get_by_role("textbox", name="Nom", exact=True).fill("Agenda Santé")
    page.get_by_label("Adresse de son serveur FHIR").fill("http://fhir.agenda.example")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Une adresse https, sans paramètre").first).to_be_visible()
    assert is_fit(page)
    expect(page.get_by_role("textbox", name="Nom", exact=True)).to_have_value("Agenda Santé")
    page.get_by_label("Adresse de son serveur FHIR").fill(f"{server.url}/fhir")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("L'éditeur est enregistré.")


def ending(page: Page) -> None:
    """Its certificate ends within a fortnight: the home says so, and leads to the list."""
    now, editor_id = timezone.now(), Editor.objects.get().id
    until = now + timedelta(days=13)
    directory.note_certificate(actor=Actor.SYSTEM, editor_id=editor_id, until=until, now=now)
    page.goto("/administration/")
    assert is_fit(page)
    page.get_by_role("link", name="1 certificat des échanges avec les éditeurs à renouveler").click()
    expect(page.get_by_text("À renouveler")).to_be_visible()
    assert is_fit(page)


def try_out(page: Page) -> None:
    """One that cannot be, then one that is answered."""
    page.goto(f"{EDITORS}/{Editor.objects.get().id}")
    assert is_fit(page)
    page.get_by_role("link", name="Essayer une question").click()
    page.get_by_label("Numéros").fill("123")
    page.get_by_role("button", name="Interroger").click()
    expect(page.get_by_text("« 123 » n'est pas un numéro RPPS").first).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Numéros").fill(ONE_PLACE[1:])
    page.get_by_role("button", name="Interroger").click()
    expect(page.get_by_role("heading", name="Réponse brute")).to_be_visible()
    expect(page.get_by_label("Réponse brute")).to_contain_text('"resourceType"')
    assert is_fit(page)


def watch(page: Page) -> None:
    """From the list to the editor, over another period."""
    page.goto(f"{EDITORS}/etat")
    assert is_fit(page)
    page.get_by_role("link", name="7 jours").click()
    expect(page.get_by_role("listitem").filter(has_text="7 jours")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Agenda Santé").click()
    expect(page.get_by_role("heading", name="Agenda Santé", level=1)).to_be_visible()
    assert is_fit(page)
