"""A visitor's choices in a real browser: cookies, theme, contrast, banner; what it keeps is what the page lists."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.texts.models import TextVersion
from sas.web.public.cookies import KEPT
from tests.factories import care
from tests.journeys.conftest import is_fit, sign_in
from tests.journeys.test_main_journey import email_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.live_texts]
THEME = "document.documentElement.dataset.frTheme"
COLOUR = "getComputedStyle(document.body).color"


@pytest.mark.shows("F-247", "F-248", "F-249")
def test_a_visitor_chooses_what_is_shown_and_kept(open_page: Callable[..., Page]) -> None:
    TextVersion.objects.create(key="banner_visitors", number=1, text="Maintenance samedi.", at="2026-11-23T08:00Z")
    page = open_page(1280)
    page.goto("/service-acces-aux-soins")
    close_the_banner(page)
    choose_by_keyboard(page)
    follow_the_device(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/cookies", "/etat", "/plan-du-site", "/accessibilite", "/mentions-legales", "/affichage"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    what_is_kept_is_listed(page)


def close_the_banner(page: Page) -> None:
    """It comes back to the same page without it."""
    banner = page.get_by_role("region", name="Information")
    expect(banner).to_contain_text("Maintenance samedi.")
    assert is_fit(page)
    banner.get_by_role("button", name="Masquer le message").click()
    expect(banner).to_have_count(0)
    expect(page).to_have_url("/service-acces-aux-soins")


def choose_by_keyboard(page: Page) -> None:
    """The refusal is as near as the consent; the theme is there before the page is painted."""
    page.get_by_role("link", name="Gestion des cookies").click()
    page.get_by_role("radio", name="Accepter").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vous refusez les vidéos hébergées par un autre site.")).to_be_visible()
    page.get_by_role("link", name="Paramètres d'affichage").click()
    page.get_by_role("radio", name="Sombre").check(force=True)
    page.get_by_role("radio", name="Renforcé").check(force=True)
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gestion des cookies")
    assert (page.evaluate(THEME), page.evaluate(COLOUR)) == ("dark", "rgb(255, 255, 255)")
    assert is_fit(page)


def follow_the_device(page: Page) -> None:
    """Nobody chose: the theme, the contrast and the motion are those of the device, at the first paint."""
    page.context.clear_cookies(name="theme")
    page.context.clear_cookies(name="contraste")
    page.emulate_media(color_scheme="dark", contrast="no-preference")
    page.route("**/dsfr.module.min.js", lambda route: route.abort())
    page.goto("/etat")
    assert page.evaluate(THEME) == "dark"
    page.unroute_all()
    page.emulate_media(color_scheme="light", contrast="more", reduced_motion="reduce")
    page.goto("/etat")
    assert (page.evaluate(THEME), page.evaluate(COLOUR)) == ("light", "rgb(0, 0, 0)")
    assert is_fit(page)
    lasts = page.evaluate("getComputedStyle(document.querySelector('.fr-btn')).transitionDuration")
    assert set(lasts.split(", ")) == {"1e-05s"}
    page.emulate_media(color_scheme=None, contrast=None, reduced_motion=None)


def what_is_kept_is_listed(page: Page) -> None:
    """After a sign-in and a search too."""
    sign_in(page, email_of(care.regulator(care.territory()).user_id or 0))
    page.goto("/sas/")
    page.get_by_label("Spécialité, structure ou nom").first.fill("Médecin généraliste")
    page.get_by_label("Adresse, ville ou département").first.fill("Rennes")
    page.get_by_role("button", name="Rechercher").first.click()
    page.wait_for_url("**/sas/recherche?**")
    listed = {False: set[str](), True: set[str]()}
    for one in KEPT:
        listed[one.is_storage].add(one.name)
    cookies = {one["name"] for one in page.context.cookies()}
    assert {"sessionid", "csrftoken", "bandeau", "accords"} <= cookies <= listed[False]
    lasting, fleeting = (set(page.evaluate(f"Object.keys({one}Storage)")) for one in ("local", "session"))
    assert {"scheme", "sas-recherches"} <= lasting | fleeting <= listed[True]
