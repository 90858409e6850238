"""Reading the journal: a change of an account is found and its values read, until the person is erased."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts import operations as accounts
from sas.rooms.accounts import queries
from sas.rooms.accounts.models import User
from sas.rooms.journal import operations as journal
from sas.rooms.journal.enums import PersonKind
from tests.factories import care, people
from tests.journeys.conftest import is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def moved(actor: Actor, user_id: int, territory: int, now: datetime) -> None:
    """A manager gives the account another name and address."""
    found = queries.person(actor=actor, user_id=user_id)
    assert found
    asked = people.regulator_asked(territory, family_name="Kervella", email="kervella@sas.example")
    accounts.edit_account(actor=actor, user_id=user_id, stamp=found.stamp, asked=asked, now=now)


@pytest.mark.long
@pytest.mark.shows("F-233")
def test_what_changed_is_found_and_read_until_the_person_is_erased(
    open_page: Callable[..., Page], now: datetime
) -> None:
    territory = care.territory()
    watcher, person = care.account(Role.ADMINISTRATEUR_NATIONAL), care.regulator(territory)
    moved(watcher, person.user_id or 0, territory, now)
    journal.seal(actor=Actor.SYSTEM, now=now)
    for width in (1280, 390):
        page = open_page(width)
        sign_in(page, User.objects.get(id=watcher.user_id).email)
        page.goto("/administration/")
        page.get_by_role("link", name="Journal", exact=True).click()
        page.get_by_label("Acte").select_option("Compte modifié")
        page.get_by_role("button", name="Filtrer").click()
        expect(page).to_have_url(re.compile("acte=edit_account"))
        page.wait_for_load_state()
        expect(page.locator("tbody tr")).to_have_count(1)
        assert is_fit(page)
        page.get_by_role("link", name="Compte modifié").click()
        row = page.get_by_role("row", name="adresse électronique")
        assert "kervella@sas.example" in row.inner_text()
        assert is_fit(page)
    with transaction.atomic():
        journal.forget_person(actor=Actor.SYSTEM, kind=PersonKind.USER, person_id=person.user_id or 0)
    page.reload()
    told = page.locator("main").inner_text()
    assert "kervella" not in told.lower() and told.count("effacé") >= 4
