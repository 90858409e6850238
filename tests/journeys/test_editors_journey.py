"""At two widths: an editor is given a delegated login; a regulator comes from there, signs in, and goes back."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import EditorLogin, LoginGrant, User
from tests.factories import care, editor_accounts
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-264")]


class _Editor(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Any page of the editor."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Agenda Libre</title><p>Votre agenda")

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def back() -> Iterator[str]:
    """Where the editor's browsers come back: another origin than ours."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Editor)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/retour"
    server.shutdown()
    server.server_close()


@DESK
def test_an_editor_is_connected_and_a_regulator_goes_through_without_javascript(
    open_page: Callable[..., Page], width: int, back: str
) -> None:
    admin, regulator = (care.account(role) for role in (Role.ADMINISTRATEUR, Role.REGULATEUR_OSNP))
    page = open_page(width)
    sign_in(page, User.objects.get(id=admin.user_id).email)
    connect(page, back)
    follow(page)
    browser = open_page(width, javascript=False)
    client_id = EditorLogin.objects.get().client_id
    asked = {"client_id": client_id, "redirect_uri": back, "response_type": "code", "scope": "openid", "state": "s"}
    browser.goto(
        f"/sso/autorisation?{urlencode(asked | {'code_challenge': 'c' * 43, 'code_challenge_method': 'S256'})}"
    )
    browser.get_by_label("Adresse électronique").fill(User.objects.get(id=regulator.user_id).email)
    browser.get_by_label("Mot de passe").fill(care.PASSWORD)
    browser.get_by_role("button", name="Connexion", exact=True).click()
    browser.wait_for_url(re.compile(rf"{re.escape(back)}\?code=[\w-]{{43}}&iss=.+&state=s$"))
    expect(browser.get_by_text("Votre agenda")).to_be_visible()
    assert LoginGrant.objects.get().user_id == regulator.user_id


def connect(page: Page, back: str) -> None:
    """An editor is added, wrong at first, then its delegated login is opened."""
    page.goto("/administration/editeurs/nouveau")
    page.get_by_role("textbox", name="Nom", exact=True).fill("Agenda Libre")
    page.get_by_label("Adresse de son serveur FHIR").fill("fhir.agenda.example")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Une adresse https, sans paramètre").first).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Adresse de son serveur FHIR").fill("https://fhir.agenda.example/sas")
    page.get_by_text("Comptes des régulateurs transmis").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Créneaux, comptes")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Agenda Libre").click()
    assert is_fit(page)
    page.get_by_role("link", name="Connexion déléguée").click()
    page.get_by_label("Adresses de retour").fill(back)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Donner un secret").press("Enter")
    expect(page.get_by_text("il n'est montré qu'une fois")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Terminé").click()
    assert is_fit(page)


def follow(page: Page) -> None:
    """An account that the editor refused is told again."""
    editor_accounts.failed_account(care.regulator(), now=timezone.now(), editor_id=EditorLogin.objects.get().editor_id)
    page.goto("/administration/editeurs/comptes")
    expect(page.get_by_text("Refusé : règle de l'éditeur (422)")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("button", name="Renvoyer le compte").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Le compte va être transmis de nouveau.")
