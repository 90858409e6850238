"""Narrowing a search by the keyboard, at two widths: counts from the memory that listens, the last searches kept."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from sas import changes
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Place
from sas.rooms.offer.queries.memory import MEMORY, Listener
from sas.rooms.participation.enums import Via
from tests.factories import care
from tests.factories.offers import Wanted, scatter
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def remembered(transactional_db: None) -> Iterator[Callable[[], None]]:
    listener = Listener(MEMORY)

    def listen() -> None:
        listener.start()
        end = time.monotonic() + 20
        while MEMORY.current(datetime.now(UTC)) is None and time.monotonic() < end:
            time.sleep(0.05)

    yield listen
    listener.stop()


@pytest.mark.shows("F-141", "F-152")
@DESK
def test_filters_by_the_keyboard_and_the_last_searches(
    open_page: Callable[..., Page], remembered: Callable[[], None], width: int
) -> None:
    now = datetime.now(UTC).replace(minute=0)
    ways = (Via.INDIVIDUAL, Via.NONE)
    places = scatter([Wanted(at / 4, 0, ways[at % 2], opens_in_hours=25 + at % 3) for at in range(11)], now=now)
    Place.objects.filter(id__in=places[:4]).update(convention_sector="sector_1")
    with transaction.atomic():
        changes.place_changed(places[:4], now=now)
    remembered()
    page = open_page(width)
    sign_in(page, User.objects.get(id=care.regulator(care.territory()).user_id).email)

    _narrow(page)
    _find_the_last_searches(page)


def _narrow(page: Page) -> None:
    page.get_by_label("Spécialité, structure ou nom").fill("Médecin généraliste")
    page.get_by_label("Adresse, ville ou département").fill("Rennes")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.locator("#resultats").get_by_role("status").first).to_contain_text("11 résultats")
    page.locator("summary", has_text="Tous les filtres").press("Enter")
    page.get_by_label("Secteur 1 (4)").press("Space")
    assert is_fit(page)
    page.get_by_role("button", name="Appliquer").press("Enter")
    expect(page.locator("#resultats").get_by_role("status").first).to_contain_text("4 résultats")
    assert "convention=2" in page.url
    page.get_by_role("link", name="Au plus tôt").press("Enter")
    expect(page.locator("#resultats").get_by_role("status").first).to_contain_text("premier créneau le plus tôt")
    assert is_fit(page)
    _choose_from_a_menu(page)
    page.get_by_role("link", name="Secteur 1 – retirer ce filtre").press("Enter")
    expect(page.locator("#resultats").get_by_role("status").first).to_contain_text("11 résultats")


def _choose_from_a_menu(page: Page) -> None:
    """One filter by its own menu: the other one and the order stay."""
    menu = page.locator("summary", has_text="Disponible sous")
    menu.press("Enter")
    page.locator("#filtre-sous-4").press("Space")
    assert is_fit(page)
    page.get_by_role("button", name="Appliquer : Disponible sous").press("Enter")
    expect(menu).to_contain_text("1 choisi")
    assert "convention=2" in page.url and "sous=4" in page.url and "ordre=au-plus-tot" in page.url
    page.get_by_role("link", name="24 – 48 h – retirer ce filtre").press("Enter")
    expect(menu).not_to_contain_text("choisi")


def _find_the_last_searches(page: Page) -> None:
    what = page.get_by_label("Spécialité, structure ou nom")
    page.goto("/sas/")
    what.focus()
    expect(page.get_by_role("listbox").first).to_contain_text("Dernières recherches")
    what.press("ArrowDown")
    what.press("Enter")
    expect(what).to_have_value("Médecin généraliste")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "Médecin généraliste" in kept and "Rennes" not in kept
