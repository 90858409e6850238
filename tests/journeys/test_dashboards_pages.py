"""Figures before a browser: charts, map and hours at both widths, and what is done there without a mouse."""

import pytest
from playwright.sync_api import expect

from sas.actor import Role
from tests.factories import care, dashboards
from tests.factories.browsers import browser
from tests.journeys.stage import Stage, scene, stage
from tests.web.regulation.scene import Scene
from tests.web.undoing import undone

__all__ = ["scene", "stage"]
ADDRESS = "/administration/pilotage/recherches?periode=7"


@pytest.mark.django_db
@pytest.mark.shows("F-266", "F-268")
def test_a_theme_is_read_at_both_widths_and_its_tables_open_by_the_keyboard(scene: Scene, stage: Stage) -> None:
    with undone():
        dashboards.searched(dashboards.back_from(dashboards.yesterday(scene.now), days=14))
        client = browser(care.account(Role.REFERENT_TERRITORIAL, territories=(scene.territory,)))
        page = stage.show(client, client.get(ADDRESS), ADDRESS)
        assert stage.faults(widths=(1280, 390)) == []
        page.set_viewport_size({"width": 390, "height": 844})
        chart = page.get_by_role("img", name="Graphique : Recherches.")
        box = chart.bounding_box()
        assert box and 320 < box["width"] <= 390
        # Words of 14 in a drawing of 480 are still ten pixels high on a telephone.
        assert 14 * box["width"] / 480 >= 10
        filled = page.evaluate("getComputedStyle(document.querySelector('.sas-stack .sas-serie-1 .rect')).fill")
        assert "sas-motif-1" in filled
        summary = page.locator("summary", has_text="Tableau : Recherches sans réponse sur la carte")
        summary.focus()
        summary.press("Enter")
        expect(page.get_by_role("row", name="Rennes (35) 28")).to_be_visible()
