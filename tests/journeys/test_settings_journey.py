"""A doctor says how he takes part, in a real browser: individually, through a CPTS, an MSP, SOS Médecins."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.participation.models import ParticipationChange
from tests.factories import choosing
from tests.factories.choosing import Doctor
from tests.journeys.conftest import PHONE, axe_violations, sign_in
from tests.journeys.test_agenda_journey import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
ACCEPTS = "J'accepte d'être directement contacté"
PLEDGE = "Je déclare sur l'honneur mettre en visibilité"
REFUSAL = "Je refuse d'afficher mes créneaux"
YES = "Oui, je déclare sur l'honneur utiliser"


def open_settings(page: Page, doctor: Doctor) -> None:
    sign_in(page, doctor.email)
    expect(page.get_by_text("Vous n'avez pas encore renseigné vos paramètres")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Editer vos paramètres de participation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos paramètres")
    assert axe_violations(page) == []


def take_part(page: Page, way: str) -> None:
    page.get_by_label(ACCEPTS).check(force=True)
    expect(page.get_by_role("button", name="Enregistrer")).to_be_disabled()
    page.get_by_label("Modalité de participation").select_option(way)


def look_for(page: Page, text: str, name: str) -> None:
    """Type letter by letter; the list follows."""
    page.get_by_label("Nom ou identifiant de votre structure").press_sequentially(text)
    page.get_by_label(name).check(force=True)


def save(page: Page, told: str) -> None:
    expect(page.get_by_text("À compléter")).to_have_count(0)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").first).to_contain_text("Vos paramètres sont enregistrés")
    expect(page.get_by_text(told)).to_be_visible()
    assert axe_violations(page) == []


@pytest.mark.long
@pytest.mark.shows("F-030", "F-031", "F-032", "F-037", "F-039", "F-044")
@PHONE
def test_individually_without_software_the_agenda_opens(open_page: Callable[..., Page], width: int) -> None:
    doctor, page = choosing.doctor(), open_page(width)
    open_settings(page, doctor)
    take_part(page, "à titre individuel")
    page.get_by_label("Non", exact=True).check(force=True)
    expect(page.get_by_label(REFUSAL)).to_be_checked()
    expect(page.get_by_label(REFUSAL)).to_be_disabled()
    expect(page.get_by_text("À compléter : déclaration sur l'honneur")).to_be_visible()
    page.get_by_label(PLEDGE).and_(page.locator(":visible")).check(force=True)
    save(page, "Je participe au SAS à titre individuel")
    page.get_by_role("link", name="Editer vos disponibilités").click()
    expect(page.get_by_role("link", name="Créer des disponibilités")).to_be_visible()


@pytest.mark.shows("F-033", "F-034", "F-038", "F-040", "F-041")
@PHONE
def test_through_a_cpts_with_software_named_then_its_slots_refused(open_page: Callable[..., Page], width: int) -> None:
    doctor, page = choosing.doctor(), open_page(width)
    cpts = choosing.structure("cpts", name="CPTS de la Vilaine")
    for name in ("Agil", "Médirendez", "Sésame"):
        choosing.editor(name)
    open_settings(page, doctor)
    take_part(page, "via ma CPTS")
    look_for(page, "vil", f"CPTS de la Vilaine ({cpts.finess})")
    page.locator("#id_cpts_places").get_by_label(doctor.place.address).check(force=True)
    page.get_by_label(YES).check(force=True)
    page.get_by_role("button", name="Choisissez des options").click()
    page.get_by_label("Rechercher un logiciel").fill("medi")
    expect(page.get_by_label("Sésame")).to_be_hidden()
    page.get_by_label("Médirendez", exact=True).check(force=True)
    expect(page.get_by_role("button", name="Retirer Médirendez")).to_be_visible()
    save(page, "Créneaux éditeurs affichés")
    page.get_by_role("link", name="Editer vos paramètres de participation").click()
    page.get_by_role("button", name="Retirer Médirendez").click()
    expect(page.get_by_role("button", name="Enregistrer")).to_be_disabled()
    page.get_by_label(REFUSAL).check(force=True)
    page.get_by_label(PLEDGE).and_(page.locator(":visible")).check(force=True)
    save(page, "Je participe au SAS via ma CPTS : CPTS de la Vilaine")
    page.goto("/sas/parametres/historique")
    expect(page.get_by_text("oui : Médirendez")).to_have_count(2)
    assert axe_violations(page) == []


@pytest.mark.long
@pytest.mark.shows("F-035")
@PHONE
def test_through_an_msp_found_by_its_number(open_page: Callable[..., Page], width: int) -> None:
    doctor, page = choosing.doctor(), open_page(width)
    msp = choosing.structure("msp", name="MSP du Port")
    open_settings(page, doctor)
    take_part(page, "via ma MSP")
    look_for(page, msp.finess[:5], f"MSP du Port ({msp.finess})")
    page.get_by_label("Non", exact=True).check(force=True)
    page.get_by_label(PLEDGE).and_(page.locator(":visible")).check(force=True)
    save(page, "Je participe au SAS via ma MSP : MSP du Port")


@pytest.mark.long
@pytest.mark.shows("F-036")
@PHONE
def test_through_sos_medecins_nothing_more_is_asked(open_page: Callable[..., Page], width: int) -> None:
    doctor, page = choosing.doctor(), open_page(width)
    sos = choosing.structure("sos", name="SOS Médecins Rennes")
    open_settings(page, doctor)
    take_part(page, "via mon association SOS Médecins")
    expect(page.get_by_text("Vos créneaux sont saisis par le gestionnaire de votre association")).to_be_visible()
    expect(page.get_by_text("Utilisez-vous une solution")).to_be_hidden()
    expect(page.get_by_label(REFUSAL)).to_be_hidden()
    look_for(page, "rennes", f"SOS Médecins Rennes ({sos.siret})")
    save(page, "Je participe au SAS via mon association SOS Médecins : SOS Médecins Rennes")


@pytest.mark.shows("F-032", "F-044")
def test_changing_the_way_clears_the_structure_and_the_pledge(open_page: Callable[..., Page]) -> None:
    doctor, page = choosing.doctor(), open_page()
    msp = choosing.structure("msp", name="MSP du Port")
    open_settings(page, doctor)
    take_part(page, "via ma MSP")
    look_for(page, "port", f"MSP du Port ({msp.finess})")
    page.get_by_label("Non", exact=True).check(force=True)
    page.get_by_label(PLEDGE).and_(page.locator(":visible")).check(force=True)
    page.get_by_label("Modalité de participation").select_option("via ma CPTS")
    expect(page.get_by_label("MSP du Port")).to_have_count(0)
    expect(page.get_by_label(PLEDGE).and_(page.locator(":visible"))).not_to_be_checked()
    page.get_by_label(ACCEPTS).uncheck(force=True)
    page.get_by_label(ACCEPTS).check(force=True)
    expect(page.get_by_label("Modalité de participation")).to_have_value("0")
    expect(page.get_by_text("Utilisez-vous une solution")).to_be_hidden()


@pytest.mark.shows("F-038", "F-044")
def test_everything_is_reached_by_the_keyboard(open_page: Callable[..., Page]) -> None:
    doctor, page = choosing.doctor(), open_page()
    choosing.editor("Agil")
    open_settings(page, doctor)
    tab_to(page, "J'accepte")
    page.keyboard.press("Space")
    tab_to(page, "Modalité")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Non")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Choisissez")
    page.keyboard.press("Enter")
    page.keyboard.type("agi")
    tab_to(page, "Agil")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Choisissez des options")).to_be_focused()
    tab_to(page, "Enregistrer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Créneaux éditeurs affichés")).to_be_visible()


@pytest.mark.shows("F-033", "F-044")
def test_without_javascript_the_server_leads_from_question_to_question(open_page: Callable[..., Page]) -> None:
    doctor, page = choosing.doctor(), open_page(390, javascript=False)
    choosing.structure("cpts", name="CPTS de la Vilaine")
    sign_in(page, doctor.email)
    page.get_by_role("link", name="Editer vos paramètres de participation").click()
    page.get_by_label(ACCEPTS).check(force=True)
    page.get_by_role("button", name="Afficher les questions").click()
    page.get_by_label("Modalité de participation").select_option("via ma CPTS")
    page.get_by_role("button", name="Afficher les questions").click()
    page.get_by_label("Nom ou identifiant de votre structure").fill("vil")
    page.keyboard.press("Enter")
    page.get_by_label("CPTS de la Vilaine").check(force=True)
    page.get_by_label("Non", exact=True).check(force=True)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Cochez au moins un lieu d'exercice")
    page.locator("#id_cpts_places").get_by_label(doctor.place.address).check(force=True)
    page.get_by_label(PLEDGE).and_(page.locator(":visible")).check(force=True)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Je participe au SAS via ma CPTS : CPTS de la Vilaine")).to_be_visible()
    assert ParticipationChange.objects.count() == 1
