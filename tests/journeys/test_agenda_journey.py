"""A doctor publishes next week in a real browser, then takes it back."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.availability import queries
from sas.rooms.directory.models import Place
from tests.factories import care
from tests.journeys.conftest import PHONE, axe_violations, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
DISPONIBILITES = "Créer des disponibilités"
FOCUSED = "(({ labels, innerText }) => labels?.length ? labels[0].innerText : innerText)(document.activeElement)"


def next_tuesday() -> date:
    """The Tuesday of next week."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=8 - today.weekday())


def doctor() -> tuple[Place, str]:
    """A place, and the e-mail of the doctor who keeps its agenda."""
    place = care.doctor_place()
    return place, User.objects.get(id=care.keeper(place).user_id).email


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what has this name; two hundred times are a trap."""
    for _ in range(200):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told.strip().lower().startswith(name.lower()):
            return
    raise AssertionError(f"the keyboard never reaches « {name} »")


def to_next_week(page: Page) -> None:
    page.get_by_role("link", name="Semaine suivante").click()
    expect(page.get_by_role("heading", name=re.compile("^Mardi"))).to_have_id(f"jour-{next_tuesday()}")


def delete_the_series(page: Page, tuesday: date) -> None:
    """By the bin, through the page that says what goes."""
    page.get_by_role("link", name=re.compile("^Supprimer la disponibilité du mardi")).click()
    expect(page.get_by_label(f"Supprimer cette occurrence uniquement : {tuesday:%d/%m/%Y}")).to_be_checked()
    page.get_by_label(re.compile("pour toutes les semaines à compter du")).check(force=True)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("13 disponibilités supprimées")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Supprimer la récurrence").click()
    expect(page.get_by_text("0/3 patients")).to_have_count(0)


@pytest.mark.shows("F-030", "F-060", "F-061", "F-062", "F-064", "F-066", "F-070")
@PHONE
def test_publish_a_weekly_range_then_delete_it(open_page: Callable[..., Page], width: int) -> None:
    place, email = doctor()
    page, tuesday = open_page(width), next_tuesday()
    sign_in(page, email)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    assert axe_violations(page) == []

    page.get_by_role("link", name="Editer vos disponibilités").click()
    to_next_week(page)
    assert axe_violations(page) == []
    page.get_by_role("link", name=re.compile("^Créer une disponibilité le mardi")).click()
    expect(page.get_by_label("Date", exact=True)).to_have_value(tuesday.isoformat())
    page.get_by_label("Nombre de patients").fill("3")
    page.get_by_label("Chaque Mardi").check(force=True)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("visible de la régulation")
    expect(page.get_by_text("0/3 patients")).to_have_count(1)
    assert axe_violations(page) == []
    agenda = queries.agendas(actor=Actor.SYSTEM, place_ids=[place.id])[place.id]
    assert [(slot.rule.first_day, slot.rule.weekly, slot.patients) for slot in agenda.slots] == [(tuesday, True, 3)]

    delete_the_series(page, tuesday)


@pytest.mark.shows("F-076")
def test_faults_are_read_beside_the_fields_without_javascript(open_page: Callable[..., Page]) -> None:
    place, email = doctor()
    page = open_page(390, javascript=False)
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}/disponibilites")
    page.get_by_label("De", exact=True).select_option("21:00")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#id_end-desc-error")).to_contain_text("postérieure à l'heure de début")
    expect(page.get_by_label("De", exact=True)).to_have_value("21:00")
    page.get_by_label("À", exact=True).select_option("23:59")
    page.get_by_label("Nombre de patients").fill("2")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("0/2 patients")).to_be_visible()


@pytest.mark.shows("F-080", "F-085")
def test_everything_is_reached_by_the_keyboard(open_page: Callable[..., Page]) -> None:
    place, email = doctor()
    page = open_page()
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}")
    for link, field in (("Informations complémentaires", "Informations visibles"), ("Programmer", "Dès maintenant")):
        tab_to(page, link)
        page.keyboard.press("Enter")
        expect(page.get_by_label(field)).to_be_visible()
        assert axe_violations(page) == []
        tab_to(page, field)
        if field == "Dès maintenant":
            page.keyboard.press("Space")
        else:
            page.keyboard.type("Parking au sous-sol")
        tab_to(page, "Enregistrer")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_text("Parking au sous-sol")).to_be_visible()
    expect(page.get_by_text("indisponible pour une durée indéterminée")).to_be_visible()
    assert axe_violations(page) == []


def test_the_week_after_a_swap_is_the_week_loaded_fresh(open_page: Callable[..., Page]) -> None:
    place, email = doctor()
    page = open_page()
    sign_in(page, email)
    page.goto(f"/sas/agenda/{place.id}")
    to_next_week(page)
    swapped = page.locator("#semaine").inner_text()
    page.reload()
    assert page.locator("#semaine").inner_text() == swapped
    page.go_back()
    expect(page.get_by_role("link", name="Aujourd'hui")).to_have_count(0)
