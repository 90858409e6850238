"""A health centre joins the SAS: from its manager's first sign-in to a slot that a search shows; then a CPTS."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import User
from sas.rooms.accounts.operations.terms import FIRST_TERMS
from sas.rooms.directory.models import Structure
from sas.rooms.offer import operations as offer
from tests.factories import care, houses
from tests.factories.credentials import NEW_PASSWORD, invited
from tests.factories.mail import Inbox, inbox, run_worker
from tests.journeys.conftest import DESK, is_fit, sign_in

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)


def first_sign_in(page: Page, inbox: Inbox) -> None:
    """The link of the welcome mail, a password, the CGU, the welcome."""
    run_worker()
    mail: Any = inbox.mails[-1]
    page.goto(re.findall(r"(/premiere-connexion/\S+)", mail.get_body(("plain",)).get_content())[0])
    page.get_by_label("Votre nouveau mot de passe").fill(NEW_PASSWORD)
    page.get_by_text("Accepter les CGU").click()
    page.get_by_role("button", name="Valider").click()
    page.get_by_role("dialog").get_by_role("button", name="J'ai compris").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def register(page: Page, centre: Structure) -> None:
    """« Editer vos paramètres »: the boxes wait for a participant, both are needed (structure guide, chapter II)."""
    expect(page.get_by_role("heading", level=2, name=centre.name)).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Editer vos paramètres").click()
    acceptance = page.get_by_text("J'accepte d'être directement contacté par la régulation")
    expect(acceptance).to_be_hidden()
    expect(page.get_by_text("Tant que ce nombre est 0")).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Nombre de professionnels du centre de santé").fill("4")
    expect(page.get_by_text("Tant que ce nombre est 0")).to_be_hidden()
    page.get_by_label("Parmi eux, nombre de médecins généralistes").fill("2")
    acceptance.click()
    assert is_fit(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("déclarez aussi sur l'honneur")
    assert is_fit(page)
    page.get_by_text("Je déclare sur l'honneur").last.click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{centre.name} participe au SAS.")
    expect(page.get_by_text("4 professionnels participants, dont 2 médecins généralistes")).to_be_visible()
    assert is_fit(page)


def publish(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Editer vos disponibilités")).click()
    assert is_fit(page)
    page.get_by_role("link", name="Créer des disponibilités").click()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    page.get_by_label("Date", exact=True).fill(str(tomorrow))
    page.get_by_label("Nombre de patients").fill("3")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("visible de la régulation")


@pytest.mark.shows("F-100", "F-101", "F-102", "F-103", "F-104", "F-268")
@DESK
def test_a_health_centre_registers_and_its_slot_is_found(
    open_page: Callable[..., Page], inbox: Inbox, width: int
) -> None:
    now = datetime.now(UTC)
    operations.publish_terms(actor=Actor.SYSTEM, text=FIRST_TERMS.read_text(encoding="utf-8"), now=now)
    centre = houses.house("cds")
    houses.place_of(centre)
    invited(Role.GESTIONNAIRE_STRUCTURE, now=now).structures.add(centre)
    page = open_page(width)
    first_sign_in(page, inbox)
    register(page, centre)
    publish(page)
    regulator = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),))
    search = open_page(width)
    sign_in(search, User.objects.get(id=regulator.user_id).email)
    search.goto("/sas/recherche?text=Centre+de+sant%C3%A9&loc=Rennes")
    card = search.locator(".sas-carte", has_text=centre.name)
    expect(card.get_by_text("Participe au SAS")).to_be_visible()
    expect(card.get_by_text("08h00 – 20h00")).to_be_visible()


@pytest.mark.long
@pytest.mark.shows("F-107", "F-108", "F-086", "F-268")
@DESK
def test_the_manager_of_a_cpts_opens_a_members_agenda_and_informs(open_page: Callable[..., Page], width: int) -> None:
    cpts = houses.house("cpts")
    Structure.objects.filter(id=cpts.id).update(zone_communes=["35238", "35051"])
    houses.place_of(cpts)
    member = houses.member_of(cpts)
    manager, page = houses.manager_of(cpts), open_page(width)
    sign_in(page, User.objects.get(id=manager.user_id).email)
    page.get_by_role("link", name=re.compile("Membres et agendas")).click()
    expect(page.get_by_role("heading", level=2, name="Claire MARTIN")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name=re.compile("^Agenda")).click()
    expect(page.get_by_text(member.declared.address).first).to_be_visible()
    assert is_fit(page)
    page.goto("/sas/tableau-de-bord")
    page.get_by_role("link", name=re.compile("Informations complémentaires")).click()
    assert is_fit(page)
    page.get_by_role("textbox").last.fill("Coordination : 02 99 00 00 01")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("sont visibles de la régulation")


@pytest.mark.shows("F-202", "F-268")
@DESK
def test_a_manager_inscribes_an_establishment_and_its_nurse_searches(
    open_page: Callable[..., Page], width: int
) -> None:
    territory, hospital = care.territory(), houses.house("establishment")
    nurse, keeper = (
        houses.nurse_of(hospital, territory),
        care.account(Role.GESTIONNAIRE_COMPTES, territories=(territory,)),
    )
    hers, page = open_page(width), open_page(width)
    sign_in(hers, User.objects.get(id=nurse.user_id).email)
    expect(hers.get_by_role("heading", level=1)).to_have_text("La recherche ne vous est pas encore ouverte")
    assert is_fit(hers)
    sign_in(page, User.objects.get(id=keeper.user_id).email)
    page.goto("/administration/etablissements")
    assert is_fit(page)
    page.get_by_role("button", name=re.compile("Inscrire au forfait")).click()
    expect(page.get_by_role("status").first).to_contain_text("ses IOA peuvent rechercher")
    hers.goto("/sas/")
    expect(hers.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    assert offer.differences(actor=Actor.SYSTEM, now=datetime.now(UTC)) == 0
