"""Support in a browser: Django's own pages under our policy, on a desk and on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.journal.models import AuditEntry
from tests.factories import care
from tests.journeys.conftest import axe_violations, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


@pytest.mark.shows("F-268")
@pytest.mark.parametrize(
    ("width", "javascript"),
    [(1280, True), pytest.param(390, True, marks=pytest.mark.long), pytest.param(390, False, marks=pytest.mark.long)],
)
def test_an_administrator_finds_somebody_and_changes_nothing(
    open_page: Callable[..., Page], width: int, javascript: bool
) -> None:
    administrator, person = care.account(Role.ADMINISTRATEUR), care.regulator(care.territory())
    page = open_page(width, javascript=javascript)
    sign_in(page, email_of(administrator))
    page.goto("/administration/")
    page.get_by_role("link", name="Support").click()
    assert_sound(page, javascript)
    page.get_by_role("link", name="Comptes", exact=True).click()
    assert_sound(page, javascript)
    page.get_by_label("Rechercher").fill(email_of(person))
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name=str(person.user_id), exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == f"Compte {person.user_id}"
    assert_sound(page, javascript)
    assert page.locator("main input, main button, main textarea, main select").count() == 0
    trace = AuditEntry.objects.latest("id")
    assert (trace.verb, trace.subject_id) == ("read_support", str(person.user_id))
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/support/")
    assert "/connexion" in page.url


def assert_sound(page: Page, javascript: bool) -> None:
    """Nothing wrong for axe (which needs scripts), and nothing wider than the screen."""
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    if javascript:
        assert axe_violations(page) == []
