"""An administrator in a real browser, at two widths: a territory and its search, radii, editors, the index."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Territory
from sas.rooms.offer.queries import vocabulary
from tests.factories import care
from tests.factories.mail import run_worker
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def create_la_reunion(page: Page) -> None:
    """From the menu: the effect is read, then confirmed."""
    page.goto("/administration/")
    assert is_fit(page)
    page.get_by_role("main").get_by_role("link", name="Territoires").click()
    page.get_by_role("link", name="Créer un territoire").click()
    page.get_by_label("Nom du territoire").fill("SAS La Réunion")
    page.get_by_text("974 – La Réunion").click()
    page.get_by_label("Contact régional").fill("ARS La Réunion")
    page.get_by_label("Téléphone du contact").fill("0262 97 90")
    page.get_by_role("button", name="Voir l'effet").click()
    expect(page.get_by_text("974 – La Réunion : 1 lieu, 0 structure, 1 compte.")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("button", name="Confirmer la création").click()
    expect(page.get_by_role("alert")).to_contain_text("Ce numéro n'est pas complet")
    assert is_fit(page)
    page.get_by_label("Téléphone du contact").fill("0262 97 90 00")
    page.get_by_role("button", name="Confirmer la création").click()
    expect(page.get_by_role("status")).to_contain_text("Le territoire est créé.")
    assert is_fit(page)
    page.get_by_role("link", name="SAS La Réunion").click()
    expect(page.get_by_text("ARS La Réunion 02 62 97 90 00")).to_be_visible()
    expect(page.get_by_text("97410")).to_be_hidden()
    page.get_by_text("codes postaux").press("Enter")
    expect(page.get_by_text("97410")).to_be_visible()
    assert is_fit(page)


@pytest.mark.shows("F-227", "F-078")
@DESK
def test_a_territory_is_created_and_its_search_finds_its_places_at_their_own_hours(
    open_page: Callable[..., Page], width: int
) -> None:
    now = timezone.now()
    place = care.doctor_place(commune="97411", zone="Indian/Reunion")
    day = now.astimezone(ZoneInfo("Indian/Reunion")).date() + timedelta(days=1)
    care.published(place=place, owner=care.keeper(place), day=day, now=now)
    page = open_page(width)
    sign_in(page, email_of(care.account(Role.ADMINISTRATEUR)))
    create_la_reunion(page)
    regulator = open_page(width)
    sign_in(regulator, email_of(care.regulator(Territory.objects.get().id)))
    regulator.get_by_label("Spécialité, structure ou nom").fill("Médecin généraliste")
    regulator.get_by_label("Adresse, ville ou département").fill("La Réunion")
    regulator.get_by_role("button", name="Rechercher").click()
    expect(regulator.get_by_role("heading", name="Dr Claire MARTIN")).to_be_visible()
    expect(regulator.get_by_text("14h00").first).to_be_visible()


@pytest.mark.usefixtures("radii_as_published")
@pytest.mark.shows("F-228", "F-231", "F-263")
@DESK
def test_radii_editors_and_the_index_are_kept(open_page: Callable[..., Page], width: int) -> None:
    care.doctor_place()
    page = open_page(width)
    sign_in(page, email_of(care.account(Role.ADMINISTRATEUR_NATIONAL)))
    page.goto("/administration/departements")
    assert is_fit(page)
    page.get_by_role("link", name="35 – Ille-et-Vilaine").click()
    page.get_by_label("Rayon autour d'une ville").fill("12")
    assert is_fit(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("De la plateforme (publiée : 117 et 10 km)")).to_be_visible()
    for where, added in (("editeurs", "Ajouter un éditeur"), ("lrm", "Ajouter un logiciel de régulation")):
        page.goto(f"/administration/{where}")
        page.get_by_role("link", name=added).click()
        page.get_by_role("textbox", name="Nom", exact=True).fill("Agenda Libre")
        assert is_fit(page)
        if where == "lrm":
            page.get_by_label("Origine").fill("samu-35")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("link", name="Agenda Libre")).to_be_visible()
        assert is_fit(page)
    page.goto("/administration/reconstruction")
    page.get_by_role("button", name="Reconstruire l'index de recherche").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert is_fit(page)
    run_worker()
    expect(page.get_by_text("1 lieu sur 1")).to_be_visible()
    assert is_fit(page)


@pytest.mark.live_texts
@pytest.mark.shows("F-024")
@DESK
def test_a_text_is_previewed_changed_and_seen(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    sign_in(page, email_of(care.account(Role.ADMINISTRATEUR)))
    page.goto("/administration/textes")
    assert is_fit(page)
    page.get_by_role("link", name="Bandeau des personnes connectées").click()
    page.get_by_role("textbox", name="Texte").fill("Maintenance **ce soir**\n\n- dès 20 h")
    page.get_by_label("Affiché jusqu'au").fill("2090-01-01")
    page.get_by_role("button", name="Voir l'aperçu").click()
    expect(page.get_by_role("heading", name="Aperçu : rien n'est encore publié")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("region", name="Information")).to_contain_text("Maintenance ce soir")
    assert is_fit(page)
    visitor = open_page(width)
    visitor.goto("/")
    expect(visitor.get_by_role("region", name="Information")).to_have_count(0)


@pytest.mark.live_texts
@pytest.mark.shows("F-229")
@DESK
def test_a_suggestion_is_added_and_proposed(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    sign_in(page, email_of(care.account(Role.ADMINISTRATEUR)))
    page.goto("/administration/recherche/suggestions/nouvelle")
    page.get_by_role("textbox", name="Texte").fill("Soins sans rendez-vous")
    page.get_by_text("SOS Médecins", exact=True).click()
    assert is_fit(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="Soins sans rendez-vous")).to_be_visible()
    assert is_fit(page)
    vocabulary._lexicon.cache_clear()
    page.get_by_label("Spécialité, structure ou nom").focus()
    expect(page.get_by_role("option", name="Soins sans rendez-vous")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Spécialité, structure ou nom")).to_have_value("Soins sans rendez-vous")
    vocabulary._lexicon.cache_clear()
