"""What a person prints: the week of an agenda and a list of results, whole, without what only a screen can do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.browsers import browser
from tests.journeys.stage import Stage, scene, stage
from tests.journeys.test_axe_states import busy, many
from tests.web.regulation.scene import Scene
from tests.web.undoing import undone

__all__ = ["scene", "stage"]
SHEET = {"width": 718, "height": 1000}
"""A4 within its margins, in pixels of style."""


def on_paper(stage: Stage, scene: Scene, address: str, before: Callable[[Scene], None]) -> Page:
    """The page as the printer lays it out."""
    before(scene)
    client = browser(scene.owner) if "agenda" in address else scene.client
    page = stage.show(client, client.get(address), address)
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    return page


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
def test_a_week_and_a_list_are_printed_whole(scene: Scene, stage: Stage) -> None:
    with undone():
        page = on_paper(stage, scene, f"/sas/agenda/{scene.place.id}?semaine={scene.day}", busy)
        for gone in ("#pied", ".fr-header__tools", ".sas-actes", ".sas-semaine-outils form", ".sas-entree__actes"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.get_by_text("3/3 patients")).to_be_visible()
        grid = page.locator("#grille")
        assert grid.evaluate("one => one.scrollHeight <= one.clientHeight + 1"), "hours are cut off"
        assert stage.wider() == []
        assert page.pdf(format="A4").startswith(b"%PDF")
    with undone():
        page = on_paper(stage, scene, "/sas/recherche?text=M%C3%A9decin&loc=Rennes", many)
        for gone in ("#pied", "#recherche", ".sas-barre", ".sas-cote", ".fr-pagination"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.locator(".sas-carte:visible").count() == 10
        assert stage.wider() == []
        stage.to_theme("dark")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("html")).to_have_attribute("data-fr-theme", "light")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page.locator("html")).to_have_attribute("data-fr-theme", "dark")
    page.emulate_media(media="screen")
