"""Every page is HTML as the standard has it: its parser, which forgives anything, has nothing to forgive (RGAA 8.2)."""

from dataclasses import replace
from typing import Any

import pytest
from tinyhtml5.parser import HTMLParser

from tests.journeys.stage import scene
from tests.journeys.test_axe_everywhere import PAGES
from tests.web.regulation.scene import Scene
from tests.web.test_access import VISITORS, Row, asked, filled, is_page, somebody
from tests.web.undoing import undone

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.shows("F-268")]
XHTML = "{http://www.w3.org/1999/xhtml}"
OF_WORDS = {"button", "em", "h1", "h2", "h3", "h4", "h5", "h6", "label", "p", "small", "span", "strong"}
BLOCKS = {"article", "div", "dl", "fieldset", "form", "nav", "ol", "p", "section", "table", "ul"}
WRONG = (
    "<p>Un</div>",
    '<p id="a" id="b">Un</p>',
    "<table><p>Un</p></table>",
    "<ul></li></ul>",
    "<span><div>Un</div></span>",
)
SAMPLE = {"/connexion", "/sas/agenda/{place_id}", "/sas/recherche"}


def mistakes(html: str) -> list[str]:
    """Where the parser had to guess, and what stands there; and blocks within what holds words alone."""
    parser = HTMLParser()
    tree = parser.parse(html, transport_encoding=None)
    lines = html.splitlines()
    found = [f"{code} {data} in: {lines[line - 1].strip()[:120]}" for (line, _), code, data in parser.errors]
    return found + [
        f"{tag_of(block)} in {tag_of(around)}"
        for around in tree.iter()
        if tag_of(around) in OF_WORDS
        for block in around
        if tag_of(block) in BLOCKS
    ]


def tag_of(element: Any) -> str:
    """Empty for a comment."""
    return element.tag.removeprefix(XHTML) if isinstance(element.tag, str) else ""


def test_a_mistake_is_seen() -> None:
    page = "<!DOCTYPE html><html lang=fr><head><title>x</title></head><body>{}</body></html>"
    assert mistakes(page.format("<p>Un</p>")) == []
    for wrong in WRONG:
        assert mistakes(page.format(wrong)), wrong


def drawn(row: Row, scene: Scene) -> str | None:
    """The page as the first role that is served sees it."""
    name = next(name for name, cell in row.cells.items() if cell == "yes")
    client = somebody(scene, VISITORS[name])
    theirs = replace(scene, visitor=client.session.get("user_id", 0))
    answer = client.get(filled(row.address, theirs), asked(row, theirs))
    return answer.content.decode() if is_page(answer) else None


def test_some_pages_are_well_formed(scene: Scene) -> None:
    for row in PAGES:
        if row.address in SAMPLE:
            with undone():
                html = drawn(row, scene)
                assert html
                assert mistakes(html) == [], row


@pytest.mark.long
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_every_page_is_well_formed(row: Row, scene: Scene) -> None:
    with undone():
        html = drawn(row, scene)
        assert not html or mistakes(html) == []
