"""The map of results by keyboard alone, its groups, a search launched from it, and the table that says the same."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import care
from tests.factories.offers import Wanted, scatter
from tests.journeys.conftest import DESK, is_fit, sign_in
from tests.journeys.test_main_journey import email_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-156")]
SEARCH = "/sas/recherche?text=Médecin+généraliste&loc=Rennes&mode=en-sus&graine=7"
PIN = ".sas-carte-geo .sas-epingle"


def tab_to(page: Page, wanted: Locator) -> None:
    """Only by Tab, as far as it takes."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {wanted}")


def read_a_pin(page: Page) -> None:
    """Pins come in the order of the list; Enter opens, Escape closes and gives the focus back."""
    pins, link = page.locator(PIN), page.get_by_role("link", name="Voir dans la liste")
    expect(pins).to_have_count(3)
    page.get_by_role("region", name="Carte des résultats").focus()
    tab_to(page, pins.first)
    page.keyboard.press("Enter")
    expect(link).to_be_focused()
    expect(page.locator(".leaflet-popup")).to_contain_text("Dr Claire MARTIN")
    assert is_fit(page)
    page.keyboard.press("Escape")
    expect(link).to_have_count(0)
    expect(pins.first).to_be_focused()


def open_the_group(page: Page) -> None:
    """A group of one address cannot be split: it is the list of that address, with the way back."""
    page.get_by_role("button", name=re.compile("2 résultats")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Résultats à cette adresse seulement.")).to_be_visible()
    expect(page.locator(".sas-carte")).to_have_count(2)
    assert is_fit(page)
    page.get_by_role("link", name="Revenir à tous les résultats").click()
    expect(page.locator(".sas-carte")).to_have_count(4)


def light_each_other(page: Page) -> None:
    """Card and pin, beside each other on a wide screen; results are swapped, and come back, without losing the map."""
    page.get_by_role("link", name="PS disposant de créneaux").click()
    expect(page.locator(".sas-carte")).to_have_count(1)
    expect(page.locator(PIN)).to_have_count(1)
    page.go_back()
    expect(page.locator(PIN)).to_have_count(3)
    page.locator(".sas-carte").first.hover()
    expect(page.locator(".sas-epingle--vue")).to_have_count(1)
    page.locator(PIN).first.hover()
    expect(page.locator(".sas-carte--vue")).to_have_count(1)
    page.locator(PIN).first.click()
    # The map moves to show the whole of what opened: a click on the way would let go beside the link.
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    page.get_by_role("link", name="Voir dans la liste").click()
    expect(page.locator(".sas-carte").first).to_be_focused()


@DESK
@pytest.mark.shows("F-268")
def test_the_map_by_keyboard_its_groups_another_zone_and_the_table(open_page: Callable[..., Page], width: int) -> None:
    """Two doctors at one address, two elsewhere, of whom the first has a slot."""
    scatter([Wanted(-2, 0), Wanted(-2, 0), Wanted(3, 3), Wanted(5, -4, opens_in_hours=2)], now=datetime.now(UTC))
    page = open_page(width)
    sign_in(page, email_of(care.regulator(care.territory()).user_id))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    page.goto(f"{SEARCH}&vue=carte")
    expect(page.locator(".sas-commune", has_text="Rennes")).to_be_visible()
    again = page.get_by_role("link", name="Relancer la recherche ici")
    read_a_pin(page)
    expect(again).to_be_hidden()
    open_the_group(page)
    if width == 1280:
        light_each_other(page)

    # From a pin as from the map, + and - change the scale: pins join, and what moved may be searched again.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{SEARCH}&vue=carte")
    page.locator(PIN).last.focus()
    for _ in range(4):
        page.keyboard.press("-")
    expect(page.locator(PIN)).to_have_text("4")
    again.click()
    expect(page).to_have_url(re.compile(r"lieu=carte%3A48\.\d{5}%3A-1\.\d{5}%3A\d+"))
    expect(page.get_by_role("status").first).to_contain_text("ordre aléatoire")

    page.get_by_role("link", name="Tableau").click()
    expect(page.get_by_role("columnheader", name="Prochain créneau")).to_be_visible()
    expect(page.locator("script[src*='leaflet'], script[src*='map']")).to_have_count(0)
    assert is_fit(page)


@pytest.mark.long
def test_a_point_of_more_results_than_a_page_accepts_says_how_many_others_there_are(
    open_page: Callable[..., Page],
) -> None:
    scatter([Wanted(-2, 0)] * 52, now=datetime.now(UTC))
    page = open_page(390)
    sign_in(page, email_of(care.regulator(care.territory()).user_id))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    page.goto(f"{SEARCH}&vue=carte")
    expect(page.locator(PIN)).to_have_count(1)
    page.locator(PIN).focus()
    page.keyboard.press("Enter")
    told = page.locator(".leaflet-popup")
    expect(told).to_contain_text("52 résultats à cette adresse")
    expect(told).to_contain_text("et 2 autres, dans la liste de tous les résultats")
    assert is_fit(page)
    told.get_by_role("link", name="Voir les 50 premiers").click()
    expect(page.get_by_text("Résultats à cette adresse seulement.")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("50 résultats")
    page.go_back()
    page.locator(PIN).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="la liste de tous les résultats").click()
    expect(page.get_by_role("status").first).to_contain_text("52 résultats")


class _Tile(BaseHTTPRequestHandler):
    """A tile server of one pixel, which remembers what it was asked."""

    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/gif")
        self.end_headers()
        self.wfile.write(
            bytes.fromhex("47494638396101000100800000ffffff00000021f90400000000002c00000000010001000002024401003b")
        )

    def log_message(self, *args: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def tiles(settings: object) -> Iterator[list[str]]:
    """Tiles on the loopback, let in by the policy as config/settings.py does it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Tile)
    Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    _Tile.asked.clear()
    settings.MAP_TILES_URL = origin + "/{z}/{x}/{y}.png"  # type: ignore[attr-defined]
    settings.MAP_TILES_ATTRIBUTION = "Tuiles d'essai"  # type: ignore[attr-defined]
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]  # type: ignore[attr-defined]
    images = [*directives["img-src"], origin]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | {"img-src": images}}  # type: ignore[attr-defined]
    yield _Tile.asked
    server.shutdown()
    server.server_close()


def test_an_unknown_zone_is_picked_on_a_map_with_tiles(open_page: Callable[..., Page], tiles: list[str]) -> None:
    page = open_page()
    sign_in(page, email_of(care.regulator(care.territory()).user_id))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    page.goto("/sas/recherche?text=Médecin+généraliste&loc=Xqzwy")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert any(path.startswith("/6/") for path in tiles)
    expect(page.get_by_text("Fond de carte : Tuiles d'essai.")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("region", name="Carte de France").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("link", name="Rechercher dans cette zone").click()
    expect(page.get_by_role("status").first).to_contain_text("dans un rayon de 200 km")
