"""The product's reason to be: a doctor publishes, a regulator finds, orients, cancels, and the doctor sees it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from tests.factories import care
from tests.journeys.conftest import axe_violations, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def email_of(user_id: int | None) -> str:
    return User.objects.get(id=user_id).email


def publish_tomorrow(page: Page, place_id: int) -> None:
    """A weekly plage of three patients, from tomorrow on."""
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    page.goto(f"/sas/agenda/{place_id}/disponibilites")
    page.get_by_label("Date", exact=True).fill(tomorrow.isoformat())
    page.get_by_label("De", exact=True).select_option("14:00")
    page.get_by_label("À", exact=True).select_option("16:00")
    page.get_by_label("Nombre de patients").fill("3")
    weekday = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"][tomorrow.weekday()]
    page.get_by_label(f"Chaque {weekday}").check(force=True)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("0/3 patients").first).to_be_visible()


def search(page: Page) -> None:
    """Three gestures from the caller to the results: what, where, Rechercher."""
    page.get_by_label("Spécialité, structure ou nom").fill("Médecin généraliste")
    page.get_by_label("Adresse, ville ou département").fill("Rennes")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rennes (35000)")


def cancel(page: Page) -> None:
    """From the list of orientations, after a confirmation."""
    page.goto("/sas/orientations")
    assert axe_violations(page) == []
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Annuler")).first.click()
    assert axe_violations(page) == []
    page.get_by_role("button", name=re.compile("Annuler l.orientation|Confirmer")).click()
    expect(page.get_by_text("Annulée par la régulation").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.shows("F-062", "F-064", "F-066", "F-071", "F-140", "F-153", "F-181", "F-184")
def test_from_publication_to_orientation_and_back(open_page: Callable[..., Page], width: int) -> None:
    place = care.doctor_place()
    doctor = email_of(care.keeper(place).user_id)
    regulator = email_of(care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),)).user_id)

    agenda, regulation = open_page(width), open_page(width)
    sign_in(agenda, doctor)
    publish_tomorrow(agenda, place.id)

    sign_in(regulation, regulator)
    assert axe_violations(regulation) == []
    search(regulation)
    assert axe_violations(regulation) == []
    regulation.get_by_role("link", name=re.compile("14h00 – 16h00.*0.3")).click()
    assert axe_violations(regulation) == []
    regulation.get_by_role("button", name="Confirmer").click()
    expect(regulation.get_by_role("status").first).to_contain_text("1/3")
    expect(regulation.get_by_role("link", name=re.compile("14h00 – 16h00.*1.3"))).to_be_visible()

    agenda.reload()
    expect(agenda.get_by_text("1/3 patients").first).to_be_visible()
    assert axe_violations(agenda) == []

    cancel(regulation)
    agenda.reload()
    expect(agenda.get_by_text("0/3 patients").first).to_be_visible()


@pytest.mark.shows("F-141", "F-142", "F-268")
def test_suggestions_are_chosen_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    regulator = email_of(care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),)).user_id)
    page = open_page()
    sign_in(page, regulator)
    page.get_by_label("Spécialité, structure ou nom").press_sequentially("géné", delay=15)
    expect(page.get_by_role("option", name="Médecin généraliste")).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("Adresse, ville ou département").press_sequentially("renn", delay=15)
    expect(page.get_by_role("option", name="Rennes (35000)")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Médecin généraliste – Rennes (35000)")
