"""A visitor asks for an account by the contact form, with a capture; a manager reads it, creates it and answers."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.assistance.models import AssistanceFile
from sas.rooms.directory.models import Territory
from tests.factories import attachments, care
from tests.factories.assistance import make_scene
from tests.journeys.conftest import is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-242", "F-243", "F-244")]
CAPTURE = {"name": "Capture.PNG", "mimeType": "image/png", "buffer": attachments.png()}
PROGRAM = {"name": "Capture.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(200)}


def ask(page: Page, territory: str) -> None:
    page.goto("/aide/contact?depuis=/faq")
    expect(page.get_by_label("Structure pour laquelle le compte est demandé")).to_be_hidden()
    assert is_fit(page)
    page.get_by_label("Vous êtes").select_option("Autre, ou pas encore de compte")
    page.get_by_label("Votre demande concerne").select_option("La création d'un compte")
    page.get_by_label("Structure pour laquelle le compte est demandé").fill("Centre de santé des Lilas")
    page.get_by_label("Nom", exact=True).fill("Petit")
    page.get_by_label("Prénom").fill("Anne")
    page.get_by_label("Téléphone").fill("+33 2 61 91 00 12")
    page.get_by_label("Adresse électronique").fill("anne@sas.example")
    page.get_by_label("Territoire").select_option(territory)
    page.get_by_label("Message").fill("a" * 1999)
    expect(page.get_by_text("Encore 1 caractère.")).to_be_visible()
    page.get_by_label("Message").fill("Je voudrais un compte.")
    page.get_by_label("Pièces jointes").set_input_files([PROGRAM])  # type: ignore[list-item]
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("« Capture.pdf » n'est pas un PDF")
    expect(page.get_by_label("Message")).to_have_value("Je voudrais un compte.")
    assert is_fit(page)
    page.get_by_label("Pièces jointes").set_input_files([CAPTURE])  # type: ignore[list-item]
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"Son numéro : SAS-\d{4}-\d{6}\."))
    assert is_fit(page)


def deal_with(page: Page, manager: Actor) -> None:
    sign_in(page, User.objects.get(id=manager.user_id).email)
    expect(page.get_by_role("link", name="Comptes")).to_be_visible()
    page.goto("/administration/assistance")
    assert is_fit(page)
    page.get_by_role("link", name="La création d'un compte").click()
    assert is_fit(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Capture.png").click()
    assert download.value.suggested_filename == "Capture.png"
    assert download.value.path().read_bytes() == bytes(AssistanceFile.objects.get().content)
    page.get_by_role("button", name="Prendre en charge").click()
    expect(page.get_by_role("status")).to_contain_text("Vous avez pris cette demande en charge.")
    page.get_by_role("link", name="Créer le compte").click()
    expect(page.get_by_label("Adresse électronique")).to_have_value("anne@sas.example")
    page.get_by_text("SAS - Régulateur-OSNP").click()
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_text("Un compte existe à cette adresse.")).to_be_visible()
    page.get_by_label("Votre réponse").fill("Votre compte est créé.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("status")).to_contain_text("Votre réponse est envoyée à Anne Petit.")
    page.get_by_role("button", name="Clore").click()
    expect(page.get_by_role("status")).to_contain_text("Cette demande est close.")
    page.set_viewport_size({"width": 390, "height": 844})
    assert is_fit(page)


def test_a_request_from_the_form_to_its_answer(open_page: Callable[..., Page]) -> None:
    scene = make_scene()
    User.objects.filter(id=scene.manager.user_id).update(password=make_password(care.PASSWORD))
    ask(open_page(390), Territory.objects.get(id=scene.territory).name)
    deal_with(open_page(), scene.manager)
