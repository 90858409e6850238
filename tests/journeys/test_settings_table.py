"""The truth table of the settings form in a real browser: what can be saved, and what is then kept."""

from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Locator, Page, expect

from sas.rooms.participation.models import ProfessionalSettings
from tests.factories import choosing
from tests.factories.choosing import Doctor
from tests.journeys.conftest import sign_in
from tests.rooms.participation.table import Combination, combinations, faults, kept, pairwise

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.shows("F-032", "F-034", "F-036", "F-037", "F-038", "F-039", "F-041", "F-044"),
]
WAYS = {"individual": "1", "cpts": "2", "msp": "3", "sos": "4"}
# Structures of another kind, places in a health centre, editors unknown here are not there to be picked.
REACHABLE = list(combinations(structure=("none", "right"), place=("none", "own"), editors=("none", "one")))


def tick(field: Locator, *, when: bool) -> None:
    if when and field.is_visible() and field.is_enabled():
        field.check(force=True)


def answer(page: Page, asked: Combination, doctor: Doctor) -> None:
    """Give the answers, as far as their questions are shown."""
    page.locator("#id_accepts").set_checked(asked.mode != "out", force=True)
    if asked.mode in WAYS:
        page.locator("#id_via").select_option(WAYS[asked.mode])
    search = page.locator("#cherche")
    if asked.structure == "right" and search.is_visible():
        search.fill(asked.mode)
        page.locator("[name=structure]").first.check(force=True)
    tick(page.locator(f"[name=cpts_places][value='{doctor.place.id}']"), when=asked.place == "own")
    tick(
        page.locator(f"[name=has_software][value={'oui' if asked.software == 'yes' else 'non'}]"),
        when=asked.software != "unsaid",
    )
    button = page.get_by_role("button", name="Choisissez des options")
    if asked.editors == "one" and button.is_visible():
        button.click()
        page.locator("[name=editors]").first.check(force=True)
    tick(page.locator("#id_editor_slots_refused"), when=asked.refused == "yes")
    for name in ("pledge", "pledge_refusing"):
        tick(page.locator(f"#id_{name}"), when=asked.pledged == "yes")


def hold(page: Page, doctor: Doctor, asked: Iterable[Combination]) -> int:
    """Fill the form anew for each; returns how many could be saved."""
    saved = 0
    for one in asked:
        ProfessionalSettings.objects.all().delete()
        page.goto("/sas/parametres")
        answer(page, one, doctor)
        button = page.get_by_role("button", name="Enregistrer")
        if faults(one):
            assert button.is_disabled(), one
            continue
        expect(button).to_be_enabled()
        button.click()
        page.wait_for_url("**/sas/tableau-de-bord")
        assert doctor.stored() == kept(one), one
        saved += 1
    return saved


@pytest.fixture
def doctor() -> Doctor:
    for kind in ("cpts", "msp", "sos"):
        choosing.structure(kind)
    choosing.editor()
    return choosing.doctor()


@pytest.mark.long
def test_every_pair_of_answers(open_page: Callable[..., Page], doctor: Doctor) -> None:
    page, asked = open_page(), pairwise(REACHABLE)
    sign_in(page, doctor.email)
    page.wait_for_url("**/sas/tableau-de-bord")
    assert hold(page, doctor, asked) == sum(not faults(one) for one in asked) > 0


@pytest.mark.long
def test_all_answers(open_page: Callable[..., Page], doctor: Doctor) -> None:
    page = open_page()
    sign_in(page, doctor.email)
    page.wait_for_url("**/sas/tableau-de-bord")
    assert (len(REACHABLE), hold(page, doctor, REACHABLE)) == (576, sum(not faults(one) for one in REACHABLE))
