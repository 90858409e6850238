"""Two regulators before the same results: what one takes is struck out before the other, at two widths."""

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Place
from tests.factories import care, live
from tests.factories.offers import Wanted, open_slot, scatter
from tests.journeys.conftest import is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def streaming(live_server: Any, settings: Any) -> Iterator[live.Process]:
    """The stream beside the pages, named by them and allowed by their policy."""
    with live.process(origin=live_server.url) as started:
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["connect-src"] = ["'self'", started.address.removesuffix("/direct")]
        settings.LIVE_URL, settings.CONTENT_SECURITY_POLICY = started.address, policy
        yield started


def searching(page: Page) -> None:
    sign_in(page, User.objects.get(id=care.regulator(care.territory()).user_id).email)
    page.get_by_label("Spécialité, structure ou nom").fill("Médecin généraliste")
    page.get_by_label("Adresse, ville ou département").fill("Rennes")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rennes (35000)")


def card_of(page: Page, place: int) -> Any:
    return page.locator(f"#lieu-{place}")


@pytest.mark.shows("F-147", "F-153")
@pytest.mark.parametrize("width", [1280, 390])
def test_what_one_regulator_takes_is_struck_out_before_the_other(
    streaming: live.Process, open_page: Callable[..., Page], width: int
) -> None:
    ahead = int((NOON - datetime.now(UTC)).total_seconds() // 3600)
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    taken, other = scatter([Wanted(at / 4, 0, opens_in_hours=ahead) for at in range(2)], now=now)
    open_slot(taken, now=now, hours=ahead + 2)
    watching, acting = open_page(width), open_page(width)
    searching(watching)
    searching(acting)
    before = [card.get_attribute("id") for card in watching.locator(".sas-carte").all()]
    gone = card_of(watching, taken).locator("a.sas-creneau").first
    hours = gone.inner_text().split()[0]
    gone.focus()
    box = card_of(watching, other).bounding_box()

    card_of(acting, taken).locator("a.sas-creneau").first.click()
    acting.get_by_role("button", name="Confirmer").click()
    expect(acting.get_by_role("status").first).to_contain_text("Orientation enregistrée")

    expect(card_of(watching, taken).locator("del")).to_contain_text(hours)
    _is_told_and_stays(watching, taken, f"{hours} plus disponible")
    assert [card.get_attribute("id") for card in watching.locator(".sas-carte").all()] == before
    assert card_of(watching, other).bounding_box() == box
    expect(card_of(watching, taken).locator("a.sas-creneau")).to_have_count(1)
    _tells_newcomers(watching, now, ahead)


def _is_told_and_stays(page: Page, place: int, sentence: str) -> None:
    """Said to a screen reader, marked, and the keyboard is where it was."""
    expect(page.locator("#annonce-direct")).to_contain_text(sentence)
    expect(card_of(page, place)).to_contain_text("Modifié à")
    assert page.evaluate("document.activeElement.matches('del')")
    assert is_fit(page)


def _tells_newcomers(page: Page, now: datetime, ahead: int) -> None:
    (new,) = scatter([Wanted(1, 0, opens_in_hours=ahead)], now=now)
    link = page.locator(".sas-direct__suite a")
    expect(link).to_have_text("1 nouveau résultat", timeout=75_000)
    assert is_fit(page)
    link.click()
    expect(card_of(page, new)).to_be_visible()
    assert Place.objects.filter(id=new).exists()
