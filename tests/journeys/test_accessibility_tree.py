"""What a screen reader is given of the result page and of the agenda, against a committed text that a person can read.

`UPDATE_TREES=1` writes the texts anew: read them aloud before they are committed.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.factories.browsers import browser
from tests.journeys.stage import Stage, scene, stage
from tests.web.regulation.scene import Scene
from tests.web.undoing import undone

__all__ = ["scene", "stage"]
TREES = Path(__file__).with_name("trees")
_DAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_MONTHS = r"(?:jan|fév|mar|avr|mai|juin|juil|ao|sep|oct|nov|déc)[\wéûà]*\.?"
_STABLE = (
    (re.compile(rf"\b{_DAYS}( (?:1er|\d+))?( {_MONTHS})?( \d{{4}})?", re.IGNORECASE), "‹jour›"),
    (re.compile(rf"\b(?:1er|\d{{1,2}}) {_MONTHS}( \d{{4}})?"), "‹date›"),
    (re.compile(r"\d{2}/\d{2}(?:/\d{4})?"), "‹date›"),
    (re.compile(r"Le Goff \d+"), "‹régulateur›"),
    (re.compile(r"(‹date› à )\d{2}h\d{2}"), r"\1‹heure›"),
    (re.compile(r"(?:\d{2} ){4}\d{2}"), "‹téléphone›"),
    (re.compile(r"\d+ rue des"), "‹numéro› rue des"),
)


def tree(page: Page, selector: str) -> str:
    """The tree under it, without what changes from day to day."""
    text = page.locator(selector).aria_snapshot() + "\n"
    text = re.sub(r"(:?)\n *- /url: .*\n", r"\n", text)
    for pattern, stand_in in _STABLE:
        text = pattern.sub(stand_in, text)
    return text


def held(name: str, found: str) -> str:
    """The committed text."""
    path = TREES / f"{name}.txt"
    if os.environ.get("UPDATE_TREES"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    return path.read_text(encoding="utf-8")


@pytest.mark.django_db
@pytest.mark.shows("F-268")
def test_results_and_agenda_read_as_a_person_says_them(scene: Scene, stage: Stage) -> None:
    with undone():
        address = "/sas/recherche?text=M%C3%A9decin&loc=Rennes"
        found = tree(stage.show(scene.client, scene.client.get(address), address), ".sas-cartes")
        assert found == held("results", found)
    with undone():
        scene.fill()
        client, address = browser(scene.owner), f"/sas/agenda/{scene.place.id}?semaine={scene.day}"
        page = stage.show(client, client.get(address), address)
        found = tree(page, f"section[aria-labelledby='jour-{scene.day}']")
        assert found == held("agenda-day", found)
