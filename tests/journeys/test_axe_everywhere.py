"""axe before every page that the access matrix serves, to each role that it serves, at two widths in two themes."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.stage import Stage, scene, stage
from tests.web.regulation.scene import Scene
from tests.web.test_access import VISITORS, Row, asked, filled, is_page, rows, somebody
from tests.web.undoing import undone

__all__ = ["scene", "stage"]
REPORT = Path(__file__).resolve().parents[2] / f"var/accessibility{os.environ.get('PYTEST_XDIST_WORKER', '')}.txt"
NO_PAGE = "no page"
"""A part of a page, a file, an answer to a program, a redirection."""
PAGES = tuple(row for row in rows() if row.method == "GET" and "yes" in row.cells.values())


@pytest.fixture(scope="session")
def seen(request: pytest.FixtureRequest) -> Iterator[Callable[[str], None]]:
    """Writes what was looked at, a line for each page and role as it goes; printed with its count when all is done."""
    lines: list[str] = []
    REPORT.write_text("", encoding="utf-8")

    def tell(line: str) -> None:
        lines.append(line)
        with REPORT.open("a", encoding="utf-8") as report:
            report.write(f"{line}\n")

    yield tell
    pages = [line for line in lines if not line.endswith(NO_PAGE)]
    clean = sum(1 for line in pages if " 0 faults" in line)
    tell(f"{len(pages)} pages × roles, 2 widths × 2 themes each: {clean} without one fault")
    request.config.pluginmanager.get_plugin("terminalreporter").write("\n".join(["", *lines, ""]))


def drawn(row: Row, name: str, scene: Scene, stage: Stage) -> Page | None:
    """The page as this role sees it; None when the address answers no page."""
    client = somebody(scene, VISITORS[name])
    theirs = replace(scene, visitor=client.session.get("user_id", 0))
    address = filled(row.address, theirs)
    answer = client.get(address, asked(row, theirs))
    return stage.show(client, answer, address) if is_page(answer) else None


SAMPLE = {"/connexion": "visitor", "/sas/agenda/{place_id}": "effecteur", "/administration/comptes/nouveau": "comptes"}


@pytest.mark.django_db
@pytest.mark.shows("F-268")
def test_a_sample_has_no_fault(scene: Scene, stage: Stage) -> None:
    """Every page, as every role, is looked at by `make test-long`."""
    for row in PAGES:
        if row.address in SAMPLE:
            with undone():
                assert drawn(row, SAMPLE[row.address], scene, stage)
                assert stage.faults() == [], row


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_has_a_fault_for_any_role(row: Row, scene: Scene, stage: Stage, seen: Callable[[str], None]) -> None:
    faults = {}
    for name in (name for name, cell in row.cells.items() if cell == "yes"):
        with undone():
            page = drawn(row, name, scene, stage)
            found = stage.faults() if page else []
        seen("\n  ".join([f"{row.address} {name}: {f'{len(found)} faults' if page else NO_PAGE}", *found]))
        if found:
            faults[name] = found
    assert not faults, faults


_SPREAD = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important }"
        + "* { word-spacing: .16em !important }"
        + "p { margin-bottom: 2em !important }");
    document.adoptedStyleSheets = [sheet];
}"""
_CUT = """() => [...document.querySelectorAll("main :is(p, h1, h2, h3, label, li, a, button)")]
    .filter((one) => one.checkVisibility() && !one.closest(".fr-sr-only, #grille, [class*=fr-icon]"))
    // A width of one pixel: what only screen readers read, or what shows with the focus.
    .filter((one) => getComputedStyle(one).overflow === "hidden" && one.clientWidth > 1)
    .filter((one) => one.scrollHeight > one.clientHeight + 2)
    .map((one) => one.outerHTML.slice(0, 160))"""


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_text_may_be_spaced_out(row: Row, scene: Scene, stage: Stage) -> None:
    """Lines, letters and words as far apart as WCAG 1.4.12 says: nothing is cut off, nothing scrolls sideways."""
    name = next(name for name, cell in row.cells.items() if cell == "yes")
    with undone():
        page = drawn(row, name, scene, stage)
        if page:
            page.evaluate(_SPREAD)
            assert page.evaluate(_CUT) == []
            assert stage.wider() == []
