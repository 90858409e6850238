"""A doctor reads his indicators, a manager names who received a patient, a referent takes the table away."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from sas.actor import Actor, Role
from sas.rooms.accounts.models import User
from sas.rooms.indicators import operations
from sas.rooms.indicators.rules import quarter_of
from sas.rooms.participation.enums import Via
from tests.factories import associations, care
from tests.factories.quarters import Sent, send
from tests.journeys.conftest import DESK, is_fit, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shows("F-266")]


def email_of(actor: Actor) -> str:
    return str(User.objects.get(id=actor.user_id).email)


def lately() -> datetime:
    """Two hours ago on the wall of Paris, or the first instant of the quarter."""
    now = datetime.now(ZoneInfo("Europe/Paris")).replace(tzinfo=None)
    return max(now - timedelta(hours=2), datetime.combine(quarter_of(now.date()).first_day, time.min))


def scene(count: int) -> tuple[associations.House, Actor, Actor]:
    """An MSP with a doctor who takes part through it, who received so many patients; and a referent of Rennes."""
    territory, house = care.territory(), associations.house("msp")
    member = associations.takes_part_through(house.structure, Via.MSP)
    place, ago, regulator = member.places.get(), lately(), care.regulator(territory)
    send([Sent(place, ago, "fulfilled")] * count, author=regulator)
    send([Sent(house.place, ago, "oriented")], author=regulator)
    operations.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))
    doctor = care.account(Role.EFFECTEUR, professional_id=member.id)
    return house, doctor, care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))


@DESK
def test_from_the_indicators_to_the_table(open_page: Callable[..., Page], width: int, tmp_path: Path) -> None:
    house, doctor, referent = scene(16)
    page = open_page(width)
    sign_in(page, email_of(doctor))
    page.get_by_role("link", name="Avenant 9 : vos indicateurs").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Avenant 9")
    expect(page.get_by_text("Palier atteint : de 16 à 25 patients")).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Trimestre", exact=True).select_option(index=1)
    page.get_by_role("button", name="Afficher").press("Enter")
    expect(page.get_by_text("Aucun palier n'est atteint")).to_be_visible()
    assert is_fit(page)

    manager = open_page(width)
    name_the_member(manager, house)
    table(open_page(width), referent, tmp_path)


def name_the_member(page: Page, house: associations.House) -> None:
    """From the structures' page to the week, the form, and its refusal."""
    sign_in(page, email_of(house.manager))
    page.goto("/sas/avenant-9/structures")
    assert is_fit(page)
    page.get_by_role("link", name=re.compile("^Désigner les membres")).click()
    page.get_by_role("link", name=re.compile("^Désigner le membre")).click()
    assert is_fit(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez un membre de la structure.")
    assert is_fit(page)
    page.get_by_label("Membre de la structure").select_option(index=1)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status")).to_contain_text("l'orientation compte pour ce membre")
    expect(page.get_by_text("Reçu par")).to_be_visible()
    assert is_fit(page)


def table(page: Page, referent: Actor, folder: Path) -> None:
    """Narrowed, opened at one doctor, taken away as a file."""
    sign_in(page, email_of(referent))
    page.goto("/administration/avenant-9")
    expect(page.get_by_text("Provisoire").first).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Palier de l'indicateur 9").select_option("2")
    page.get_by_role("button", name="Afficher").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Exporter en CSV").click()
    file: Any = taken.value
    file.save_as(folder / "table.csv")
    assert "MARTIN Claire" in (folder / "table.csv").read_text(encoding="utf-8-sig")
    page.get_by_role("link", name="MARTIN Claire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Avenant 9 : MARTIN Claire")
    assert is_fit(page)


@pytest.mark.shows("F-103")
@DESK
def test_from_the_doctors_to_the_health_centres(open_page: Callable[..., Page], width: int, tmp_path: Path) -> None:
    centre, territory = associations.house("cds"), care.territory()
    associations.centre_settings(centre.structure, practitioners=2)
    operations.keep_up(actor=Actor.SYSTEM, now=datetime.now(UTC))
    page = open_page(width)
    sign_in(page, email_of(care.account(Role.REFERENT_TERRITORIAL, territories=(territory,))))
    page.goto("/administration/avenant-9")
    page.get_by_role("link", name="Centres de santé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Centres de santé")
    assert is_fit(page)
    page.get_by_label("Conditions").select_option("oui")
    page.get_by_role("button", name="Afficher").press("Enter")
    expect(page.get_by_text("Aucun centre de santé.")).to_be_visible()
    page.get_by_role("link", name="Centres de santé", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Exporter en CSV").click()
    file: Any = taken.value
    file.save_as(tmp_path / "centres.csv")
    assert centre.structure.name in (tmp_path / "centres.csv").read_text(encoding="utf-8-sig")
