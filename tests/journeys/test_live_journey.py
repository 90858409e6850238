"""Two regulators before the same results: what one takes is struck out before the other, at two widths.

So it is in the table and on the page of the place, and the pin of the map changes its colour.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.accounts.models import User
from tests.factories import care, live
from tests.factories.offers import Wanted, open_slot, scatter
from tests.journeys.conftest import is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)


def searching(page: Page) -> None:
    sign_in(page, User.objects.get(id=care.regulator(care.territory()).user_id).email)
    page.get_by_label("Spécialité, structure ou nom").fill("Médecin généraliste")
    page.get_by_label("Adresse, ville ou département").fill("Rennes")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rennes (35000)")


def card_of(page: Page, place: int) -> Any:
    return page.locator(f"#lieu-{place}")


def a_minute_later(page: Page) -> None:
    """For the page's own timers."""
    page.clock.fast_forward("01:00")


@pytest.mark.shows("F-147", "F-153")
@pytest.mark.parametrize(("width", "with_stream"), [(1280, True), pytest.param(390, False, marks=pytest.mark.long)])
def test_what_one_regulator_takes_is_struck_out_before_the_other(
    streaming: Callable[[], live.Process], open_page: Callable[..., Page], width: int, with_stream: bool
) -> None:
    stream = streaming() if with_stream else None
    now, ahead, taken = _two_doctors()
    watching, acting = open_page(width), open_page(width)
    watching.clock.install()
    searching(watching)
    searching(acting)
    before = standing(watching)
    table, sheet = _beside(watching, taken)
    card_of(watching, taken).locator("a.sas-creneau").first.focus()

    _orient(acting, taken)
    if stream is None:
        a_minute_later(watching)
    _is_struck_out_and_told(watching, taken, left=1)
    _row_is_struck_out(table, taken, next_one=True)
    _week_is_struck_out(sheet, left=1)
    assert standing(watching) == before
    _tells_newcomers(watching, now, ahead)

    if stream:
        stream.stop()
        _orient(acting, taken)
        a_minute_later(watching)
        _is_struck_out_and_told(watching, taken, left=0)
        _row_is_struck_out(table, taken, next_one=False)
        _week_is_struck_out(sheet, left=0)
        _pin_has_no_slot(watching)


def _two_doctors() -> tuple[datetime, int, int]:
    """Now, hours until tomorrow morning, and the place of the one who has two slots then."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    ahead = int((TOMORROW - now).total_seconds() // 3600)
    taken, _ = scatter([Wanted(at * 6, 0, opens_in_hours=ahead) for at in range(2)], now=now)
    open_slot(taken, now=now, hours=ahead + 2)
    return now, ahead, taken


def _beside(page: Page, place: int) -> tuple[Page, Page]:
    """The table and the page of the place, in other tabs of the same browser."""
    table, sheet = page.context.new_page(), page.context.new_page()
    table.set_viewport_size(page.viewport_size or {"width": 1280, "height": 900})
    sheet.set_viewport_size(page.viewport_size or {"width": 1280, "height": 900})
    table.goto(f"{page.url}&vue=tableau")
    sheet.goto(f"/sas/fiche/{place}")
    expect(table.locator(f"#lieu-{place} .sas-prochain a")).to_have_count(1)
    expect(sheet.locator("a.sas-creneau")).to_have_count(2)
    return table, sheet


def _row_is_struck_out(page: Page, place: int, *, next_one: bool) -> None:
    """The slot and the link that led to it; under them what comes next, in the room that was there from the start."""
    row = page.locator(f"#lieu-{place}")
    expect(row.locator(".sas-prochain").first.locator("del").last).to_contain_text("plus disponible")
    expect(row.locator(".sas-prochain").last.locator("del").last).to_have_text("Adresser")
    expect(row.locator(".sas-prochain a")).to_have_text(re.compile("^Adresser à" if next_one else "^Hors créneaux"))
    expect(row).to_contain_text("Modifié à")
    expect(page.locator("#annonce-direct")).to_contain_text("plus disponible")
    assert is_fit(page)


def _week_is_struck_out(page: Page, *, left: int) -> None:
    expect(page.locator(".sas-semaine a.sas-creneau")).to_have_count(left)
    expect(page.locator(".sas-semaine del")).to_have_count(2 - left)
    expect(page.locator("#annonce-direct")).to_contain_text("Disponibilités :")
    assert is_fit(page)


def _pin_has_no_slot(page: Page) -> None:
    """It stands where it stood."""
    expect(page.get_by_role("button", name=re.compile("ne répond plus à cette recherche"))).to_have_count(1)


def standing(page: Page) -> list[list[object]]:
    """The cards in order, with where each begins and how high it is."""
    measured = "cards => cards.map(card => [card.id, Math.round(card.offsetTop), Math.round(card.offsetHeight)])"
    found: list[list[object]] = page.locator(".sas-carte").evaluate_all(measured)
    return found


def _orient(page: Page, place: int) -> None:
    card_of(page, place).locator("a.sas-creneau").first.click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status").first).to_contain_text("Orientation enregistrée")


def _is_struck_out_and_told(page: Page, place: int, *, left: int) -> None:
    """Where it stood, said to a screen reader, marked; the keyboard is where it was."""
    gone = card_of(page, place).locator("del").nth(1 - left)
    expect(gone).to_contain_text("plus disponible")
    hours = gone.inner_text().split()[0]
    expect(page.locator("#annonce-direct")).to_contain_text(f"{hours} plus disponible")
    expect(card_of(page, place)).to_contain_text("Modifié à")
    expect(card_of(page, place).locator("a.sas-creneau")).to_have_count(left)
    assert left == 0 or page.evaluate("document.activeElement.matches('del')")
    assert is_fit(page)


def _tells_newcomers(page: Page, now: datetime, ahead: int) -> None:
    """Over the page: nothing moves."""
    scatter([Wanted(1, 0, opens_in_hours=ahead)], now=now)
    a_minute_later(page)
    expect(page.locator(".sas-direct__suite a")).to_have_text("1 nouveau résultat", timeout=15_000)
    assert is_fit(page)
