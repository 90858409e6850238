"""A manager of accounts in a real browser, at two widths: one account from creation to deactivation, then a file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Structure, Territory
from tests.factories import care, people
from tests.factories.mail import Inbox, inbox, run_worker
from tests.journeys.conftest import DESK, is_fit, sign_in

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)


def manager(territory: int) -> str:
    user_id = care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,)).user_id
    return User.objects.get(id=user_id).email


@pytest.mark.shows("F-221", "F-222")
@DESK
def test_create_an_account_with_the_fields_of_its_roles(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    sign_in(page, manager(care.territory()))
    page.goto("/administration/comptes/nouveau")
    notice = page.get_by_text("transmis aux éditeurs")
    expect(notice).to_be_hidden()
    page.get_by_text("SAS - Régulateur-OSNP", exact=True).click()
    expect(notice).to_be_visible()
    assert is_fit(page)
    page.get_by_text("SAS - Régulateur-OSNP", exact=True).click()
    page.get_by_text("SAS - Gestionnaire de structure", exact=True).click()
    expect(notice).to_be_hidden()
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_text("Rattachez au moins une structure.").first).to_be_visible()
    assert is_fit(page)


def create(page: Page, centre: Structure) -> None:
    """A manager of this structure, chosen in the list that typing opens."""
    page.goto("/administration/comptes/nouveau")
    page.get_by_text("SAS - Gestionnaire de structure", exact=True).click()
    page.get_by_label("Adresse électronique").fill("paul.martin@sas.example")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Prénom").fill("Paul")
    page.get_by_role("combobox", name="Structure 1").first.press_sequentially("lilas", delay=20)
    expect(page.get_by_role("option")).to_have_text(f"{centre.name} – FINESS {centre.finess}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert is_fit(page)
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_role("status").first).to_contain_text("Le compte est créé")


@pytest.mark.shows("F-220", "F-221", "F-223")
@DESK
def test_create_find_edit_deactivate_and_delete(open_page: Callable[..., Page], width: int, inbox: Inbox) -> None:
    page = open_page(width)
    sign_in(page, manager(care.territory()))
    create(page, people.structure(name="Centre des Lilas"))
    assert is_fit(page)
    run_worker()
    assert [mail["To"] for mail in inbox.mails] == ["paul.martin@sas.example"]
    page.goto("/compte")
    page.get_by_role("main").get_by_role("link", name="Comptes").click()
    assert is_fit(page)
    page.get_by_label("Nom ou adresse électronique").fill("MÀRTIN paul")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.locator("#total")).to_have_text("1 compte")
    page.get_by_role("link", name="Martin Paul").click()
    page.get_by_label("Prénom").fill("Pauline")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pauline Martin")
    page.get_by_role("button", name="Désactiver le compte").click()
    expect(page.get_by_text("Le compte est désactivé")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Supprimer le compte").click()
    assert is_fit(page)
    page.get_by_role("button", name="Supprimer définitivement").click()
    expect(page.get_by_text("Le compte est supprimé.")).to_be_visible()


@pytest.mark.shows("F-221")
@DESK
def test_bring_a_file_follow_it_and_read_its_report(open_page: Callable[..., Page], tmp_path: Path, width: int) -> None:
    territory = care.territory()
    name = Territory.objects.get(id=territory).name
    lines = [f"p{at}@sas.example;Petit;Anne {at};Régulateur-OSNP;{name}" for at in range(5)] + [
        "p0@sas.example;;;Chef;"
    ]
    file = tmp_path / "équipe.csv"
    file.write_text("\n".join(["Adresse électronique;Nom;Prénom;Rôles;Territoires", *lines]), encoding="cp1252")
    page = open_page(width)
    sign_in(page, manager(territory))
    page.goto("/administration/comptes")
    page.get_by_role("link", name="Créer des comptes en nombre").click()
    assert is_fit(page)
    page.get_by_label("Fichier des comptes à créer").set_input_files(file)
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("5 comptes à créer, 1 ligne refusée")).to_be_visible()
    expect(page.get_by_text("« Chef » n'est pas un rôle.")).to_be_visible()
    assert User.objects.count() == 1
    assert is_fit(page)
    page.get_by_role("button", name="Créer 5 comptes").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert is_fit(page)
    run_worker()
    expect(page.get_by_text(re.compile("Création terminée .* 5 comptes créés, 1 ligne refusée"))).to_be_visible()
    assert is_fit(page)
    with page.expect_download() as report:
        page.get_by_role("link", name="Télécharger les lignes refusées").click()
    assert "« Chef » n'est pas un rôle." in report.value.path().read_text(encoding="utf-8")
    page.get_by_role("link", name="Anne 3 Petit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anne 3 Petit")


@pytest.mark.shows("F-221")
def test_an_account_is_created_without_javascript(open_page: Callable[..., Page]) -> None:
    territory, centre = care.territory(), people.structure()
    page = open_page(javascript=False)
    sign_in(page, manager(territory))
    page.goto("/administration/comptes/nouveau")
    page.get_by_label("SAS - Gestionnaire de structure").check(force=True)
    page.get_by_label("Adresse électronique").fill("paul.martin@sas.example")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Prénom").fill("Paul")
    page.get_by_label("Structure 1").first.fill(centre.finess)
    page.get_by_role("button", name="Créer le compte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Paul Martin")
