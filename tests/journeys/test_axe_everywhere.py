"""axe before every page that the access matrix serves, to each role that it serves, at two widths in two themes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.stage import Stage, stage
from tests.web.regulation.scene import Scene, make_scene
from tests.web.test_access import VISITORS, Row, asked, filled, is_page, rows, somebody
from tests.web.undoing import undone

__all__ = ["stage"]
REPORT = Path(__file__).resolve().parents[2] / "var/accessibility.txt"
PAGES = tuple(row for row in rows() if row.method == "GET" and "yes" in row.cells.values())
SAMPLE = ("/connexion", "/sas/recherche", "/sas/agenda/{place_id}")


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One for all rows."""
    with django_db_blocker.unblock(), undone():
        yield make_scene()


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What was looked at, a line for each page and role; printed with its count when all is done."""
    lines: list[str] = []
    yield lines
    pages = sum(1 for line in lines if not line.endswith("no page"))
    text = "\n".join([*lines, f"{pages} pages × roles, 2 widths × 2 themes each, without one violation"])
    REPORT.write_text(text + "\n", encoding="utf-8")
    request.config.pluginmanager.get_plugin("terminalreporter").write(f"\n{text}\n")


def look(row: Row, name: str, scene: Scene, stage: Stage) -> list[str] | None:
    """The faults of a page as this role sees it; None when the address answers no page."""
    with undone():
        client = somebody(scene, VISITORS[name])
        address = filled(row.address, scene)
        answer = client.get(address, asked(row, scene))
        if not is_page(answer):
            return None
        stage.show(client, answer, address)
        return stage.faults()


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.shows("F-268")
@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_has_a_fault_for_any_role(row: Row, scene: Scene, stage: Stage, seen: list[str]) -> None:
    faults = {}
    for name in (name for name, cell in row.cells.items() if cell == "yes"):
        found = look(row, name, scene, stage)
        seen.append(f"{row.address} {name}: {'no page' if found is None else len(found)}")
        if found:
            faults[name] = found
    assert not faults, faults
