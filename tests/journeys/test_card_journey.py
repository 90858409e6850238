"""With a card, in a real browser: the first connection in its three cases, the next ones, the ways it is refused."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import CardIdentity, OpenSession, User
from sas.rooms.directory.models import Professional
from sas.rooms.outbox.models import OutgoingMail
from simulators.psc.identities import Identity
from tests.factories import care
from tests.factories.providers import Simulated, configure, simulated
from tests.journeys.conftest import PHONE, axe_violations

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = Identity("899700000031", "SANSLIEU", "Solène", "ni compte ni lieu")
NEW = "claire.martin@cabinet.example"


@pytest.fixture
def desk(tmp_path: Path, settings: Any, live_server: Any) -> Iterator[Simulated]:
    """The provider, known to the product, whose forms may lead to its pages."""
    with simulated(tmp_path / "identities.json", product=live_server.url) as simulator:
        configure(settings, issuer=simulator.issuer, product=live_server.url)
        policy = deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"] = ["'self'", simulator.address]
        settings.CONTENT_SECURITY_POLICY = policy
        yield simulator


def doctor() -> tuple[Identity, int]:
    """Somebody of the directory with a card, and the place's professional."""
    place = care.doctor_place()
    holder = Professional.objects.get(id=place.professional_id)
    return Identity(holder.national_id, "MARTIN", "Claire", "médecin"), holder.id


def show_card(page: Page) -> None:
    """From the sign-in page, by card."""
    page.goto("/connexion")
    page.get_by_role("button", name="S'identifier avec Pro Santé Connect").click()
    expect(page.get_by_role("heading", name="Connectez-vous")).to_be_visible()
    page.get_by_role("button", name="Se connecter avec une carte CPX").click()


def ask(page: Page, email: str) -> None:
    """« Mise à jour du compte », up to the wait page."""
    expect(page.get_by_role("heading", name="Mise à jour du compte")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_role("button", name="Soumettre").click()
    expect(page.get_by_role("heading", name="Consultez vos courriels")).to_be_visible()
    assert axe_violations(page) == []


def link() -> str:
    """In the last mail."""
    return re.findall(r"http\S+/connexion/psc/lien/\S+", OutgoingMail.objects.latest("id").text)[0]


@PHONE
@pytest.mark.shows("F-003", "F-004", "F-005", "F-008", "F-009", "F-021")
def test_case_1_by_telephone_then_seamless_then_out(
    desk: Simulated, open_page: Callable[..., Page], width: int
) -> None:
    card, professional = doctor()
    email = User.objects.get(id=care.account(Role.EFFECTEUR, professional_id=professional).user_id).email
    desk.show(card)
    page = open_page(width)
    page.goto("/connexion")
    assert axe_violations(page) == []
    page.get_by_role("button", name="S'identifier avec Pro Santé Connect").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Se connecter avec e-CPS").click()
    assert axe_violations(page) == []
    number = page.locator(".number").inner_text()
    page.get_by_role("button", name=number, exact=True).click()
    ask(page, email)
    page.goto(link())
    expect(page).to_have_url(re.compile("/sas/tableau-de-bord$"))
    page.goto("/compte")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Bienvenue sur la plateforme numérique")).to_be_visible()
    assert desk.provider.sessions == {} and len(desk.told) == 1
    show_card(page)
    expect(page).to_have_url(re.compile("/sas/tableau-de-bord$"))
    assert OpenSession.objects.get().means == "card"


@pytest.mark.shows("F-006", "F-008")
def test_case_2_expires_then_another_mail_makes_the_account(desk: Simulated, open_page: Callable[..., Page]) -> None:
    card, _ = doctor()
    desk.show(card)
    page = open_page()
    show_card(page)
    page.get_by_label("Adresse électronique").fill("claire")
    page.get_by_role("button", name="Soumettre").click()
    expect(page.locator(".fr-error-text", has_text="elle s'écrit nom@domaine.fr")).to_be_visible()
    ask(page, NEW)
    first = link()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        page.goto(first)
        expect(page.get_by_text("Ce lien a expiré ou a déjà servi")).to_be_visible()
        assert axe_violations(page) == []
        page.goto("/connexion")
        page.get_by_role("button", name="Cliquez-ici").click()
        expect(page.get_by_role("status")).to_contain_text("Un nouveau courriel")
        second = link()
        page.goto(second)
        expect(page).to_have_url(re.compile("/sas/tableau-de-bord$"))
        page.goto(second)
        expect(page.get_by_text("a déjà servi")).to_be_visible()
    assert User.objects.get(email=NEW).roles == ["effecteur"]


@pytest.mark.shows("F-007")
def test_case_3_tells_whom_to_turn_to(desk: Simulated, open_page: Callable[..., Page]) -> None:
    desk.show(STRANGER)
    page = open_page()
    show_card(page)
    ask(page, NEW)
    page.goto(link())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous ne disposez pas d'habilitations")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Vérifier vos informations de profil").click()
    expect(page.get_by_label("Adresse électronique")).to_have_value(NEW)


@pytest.mark.shows("F-005", "F-008")
def test_the_link_opened_in_another_browser_is_refused_and_still_serves(
    desk: Simulated, open_page: Callable[..., Page]
) -> None:
    victim = User.objects.get(id=care.account(Role.IOA, territories=(care.territory(),)).user_id)
    desk.show(STRANGER)
    page, other = open_page(), open_page()
    show_card(page)
    ask(page, victim.email)
    other.goto(link())
    expect(other.get_by_text("ne s'ouvre que dans le navigateur")).to_be_visible()
    assert axe_violations(other) == []
    assert not CardIdentity.objects.exists()
    page.goto(link())
    expect(page).to_have_url(re.compile("/sas/$"))


@pytest.mark.shows("F-003")
def test_cancelled_at_the_provider_one_reads_so_and_comes_back(desk: Simulated, open_page: Callable[..., Page]) -> None:
    desk.show(STRANGER)
    page = open_page()
    page.goto("/connexion")
    page.get_by_role("button", name="S'identifier avec Pro Santé Connect").click()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Vous avez annulé")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Retour à la connexion").click()
    expect(page).to_have_url(re.compile("/connexion$"))
