"""A regulator's acts in a real browser, at two widths: every page passes axe and fits."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from sas.rooms.accounts.models import User
from sas.rooms.orientation import operations
from sas.timetable.modality import Modality
from tests.factories import care
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def _another_takes_it(slot_id: int, day: date, now: datetime) -> None:
    other = care.regulator(care.territory())
    operations.orient(actor=other, key=uuid4(), slot_id=slot_id, day=day, modality=Modality.OFFICE, now=now)


@pytest.mark.long
@pytest.mark.shows("F-181", "F-182", "F-184", "F-185")
@DESK
def test_orient_then_cancel_then_find_it_full(open_page: Callable[..., Page], width: int) -> None:
    now = datetime.now(UTC)
    place, day = care.doctor_place(), now.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    ways = Modality.OFFICE | Modality.VIDEO
    plage = care.published(place=place, owner=care.keeper(place), day=day, patients=1, modalities=ways, now=now)
    regulator, page = care.regulator(care.territory()), open_page(width)
    sign_in(page, User.objects.get(id=regulator.user_id).email)

    page.goto(f"/sas/orienter/creneau/{plage}/{day}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ADRESSER UN PATIENT")
    assert is_fit(page)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.locator(".fr-error-text", has_text="Choisissez le type de consultation.")).to_be_visible()
    assert is_fit(page)
    page.get_by_text("Téléconsultation", exact=True).click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status").first).to_contain_text("Orientation enregistrée : 1/1 patient")
    assert is_fit(page)

    page.get_by_role("link", name="Annuler l'orientation").click()
    assert is_fit(page)
    page.get_by_role("button", name="Annuler l'orientation").click()
    expect(page.get_by_text("Annulée par la régulation").first).to_be_visible()

    page.goto(f"/sas/orienter/creneau/{plage}/{day}")
    _another_takes_it(plage, day, now)
    page.get_by_text("Consultation en cabinet", exact=True).click()
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("alert")).to_contain_text("Aucune orientation n'a été enregistrée")
    assert is_fit(page)


@pytest.mark.shows("F-182")
@DESK
def test_send_a_patient_outside_the_slots_by_keyboard(open_page: Callable[..., Page], width: int) -> None:
    place, page = care.doctor_place(), open_page(width)
    sign_in(page, User.objects.get(id=care.regulator(care.territory()).user_id).email)
    page.goto(f"/sas/orienter/en-sus/{place.id}")
    expect(page.get_by_role("heading", level=1)).to_have_text("ADRESSER UN PATIENT HORS CRÉNEAUX")
    assert is_fit(page)
    page.get_by_label("Date").fill("2020-01-06")
    page.get_by_label("Heure").select_option("23h59")
    page.get_by_role("button", name="Confirmer").press("Enter")
    expect(page.locator(".fr-error-text", has_text="La date est déjà passée")).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Date").fill(str(datetime.now(UTC).date() + timedelta(days=2)))
    page.get_by_role("button", name="Confirmer").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Orientation enregistrée : hors créneaux")
    assert is_fit(page)
