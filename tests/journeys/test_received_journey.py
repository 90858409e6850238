"""A doctor says who came, takes the address of the agenda and reads it elsewhere, in a real browser."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
import vobject
from playwright.sync_api import Page, expect

from sas.rooms.accounts.models import User
from sas.rooms.orientation import operations
from sas.rooms.orientation.models import Orientation
from tests.factories import care
from tests.journeys.conftest import PHONE, is_fit, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def doctor_with_a_past_orientation() -> str:
    """A doctor's e-mail: a patient was sent an hour ago, another is expected tomorrow on a plage."""
    now = datetime.now(UTC)
    place, regulator = care.doctor_place(), care.regulator(care.territory())
    owner, tomorrow = care.keeper(place), now.astimezone(ZoneInfo("Europe/Paris")).date() + timedelta(days=1)
    plage = care.published(place=place, owner=owner, day=tomorrow, now=now)
    operations.orient(actor=regulator, key=uuid4(), slot_id=plage, day=tomorrow, modality=None, now=now)
    local = datetime.combine(tomorrow, datetime.min.time()) + timedelta(hours=10)
    made = operations.orient_surnumeraire(actor=regulator, key=uuid4(), place_id=place.id, local=local, now=now)
    gone = now - timedelta(days=7)
    Orientation.objects.filter(id=made.orientation_id).update(start=gone, end=gone, day=gone.date())
    return User.objects.get(id=owner.user_id).email


@pytest.mark.shows("F-087", "F-187")
@PHONE
def test_who_came_is_said_and_the_agenda_is_read_elsewhere(open_page: Callable[..., Page], width: int) -> None:
    page = open_page(width)
    sign_in(page, doctor_with_a_past_orientation())
    page.get_by_role("link", name=re.compile("^1 orientation passée à renseigner")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Orientations reçues")
    assert is_fit(page)
    page.get_by_role("button", name=re.compile("^Patient venu")).click()
    expect(page.get_by_role("status")).to_contain_text("C'est noté : le patient est venu.")
    expect(page.get_by_text("Honorée", exact=True)).to_be_visible()
    assert is_fit(page)
    page.get_by_role("button", name=re.compile("^Patient non venu")).press("Enter")
    expect(page.get_by_text("Non honorée", exact=True)).to_be_visible()

    page.get_by_role("link", name="Régler les courriels").click()
    expect(page.get_by_label(re.compile("Recevoir un courriel"))).to_be_checked()
    assert is_fit(page)
    page.go_back()
    page.get_by_role("link", name="Voir l'agenda").click()
    page.get_by_role("link", name="Synchroniser mon agenda").click()
    assert is_fit(page)
    page.get_by_role("button", name="Créer l'adresse de mon agenda").click()
    address = page.get_by_label("Adresse de mon agenda").input_value()
    assert is_fit(page)
    assert_is_read(address, page)

    page.get_by_label("Adresse secrète de mon agenda personnel").fill("http://agenda.example/a")
    page.get_by_role("button", name="Lire cet agenda").click()
    expect(page.get_by_role("alert")).to_contain_text("elle commence par https:// ou webcal://")
    assert is_fit(page)


def assert_is_read(address: str, page: Page) -> None:
    """By a plain HTTP client, which has no cookie."""
    here = page.url.split("/sas/")[0] + "/calendriers/" + address.rsplit("/", 1)[1]
    answer = httpx.get(here, trust_env=False)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "set-cookie" not in answer.headers
    said = {event.summary.value for event in vobject.readOne(answer.text).vevent_list}
    assert said == {
        "SAS : plage horaire, 1/3 patients (C)",
        "SAS : patient orienté",
        "SAS : patient orienté en sus – non honorée",
    }
    assert httpx.get(here, headers={"If-None-Match": answer.headers["ETag"]}, trust_env=False).status_code == 304
