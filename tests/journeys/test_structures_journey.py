"""A regulator reaches a CPTS: its card, its members, a place in full, an orientation; then who received is named."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.availability import operations as availability
from sas.rooms.directory.models import Place, Structure
from sas.rooms.orientation.models import OrientationMember
from tests.factories import care, houses
from tests.factories.offers import open_slot
from tests.journeys.conftest import DESK, is_fit, sign_in
from tests.journeys.test_main_journey import search

pytestmark = pytest.mark.django_db(transaction=True)


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def described(cpts: Structure) -> tuple[Place, houses.Member]:
    """The CPTS covers Rennes and tells the regulation something; a member has a slot, hours and a secure address."""
    Structure.objects.filter(id=cpts.id).update(zone_communes=["35238"])
    own, member = houses.place_of(cpts), houses.member_of(cpts)
    told = {"ms_sante": ["claire.martin@bretagne.mssante.fr"], "opening_hours": {"1": [["08:30", "12:00"]]}}
    Place.objects.filter(id=member.declared.id).update(**told)
    now, manager = timezone.now(), Actor(None, houses.manager_of(cpts).roles, managed=frozenset({cpts.id}))
    availability.save_additional_info(actor=manager, place_id=own.id, text="Joignable de 8 h à 20 h", now=now)
    open_slot(member.declared.id, now=now.replace(hour=8), hours=26, patients=3)
    return own, member


def to_the_page_of_a_member(page: Page, cpts: Structure) -> None:
    """From the card that stands for the members, to all of them, to one."""
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2, name=cpts.name))
    expect(card).to_contain_text("Joignable de 8 h à 20 h")
    assert is_fit(page)
    card.get_by_role("link", name=re.compile("Voir tous les professionnels de la CPTS")).click()
    expect(page.get_by_role("heading", level=1, name=cpts.name)).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Dr Claire MARTIN", exact=True).first.click()
    expect(page.get_by_text("MS Santé : claire.martin@bretagne.mssante.fr")).to_be_visible()
    page.get_by_role("link", name="Semaine suivante").click()
    page.get_by_role("link", name="Semaine précédente").click()
    assert is_fit(page)


def send_en_sus(page: Page, cpts: Structure) -> None:
    """Recorded for the CPTS, said before it is confirmed; then back where one was."""
    page.get_by_role("link", name="Adresser hors créneaux", exact=True).click()
    expect(page.get_by_text("l'orientation est enregistrée pour la CPTS")).to_be_visible()
    assert is_fit(page)
    page.get_by_label("Heure").select_option("23:59")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile(f"hors créneaux, .* à 23h59, {cpts.name}"))
    expect(page).to_have_url(re.compile("/sas/fiche/"))
    page.get_by_role("link", name="Revenir aux professionnels de la CPTS").click()
    expect(page.get_by_role("heading", level=1, name=cpts.name)).to_be_visible()


def name_who_received(page: Page) -> None:
    """« Orientations reçues » of the CPTS, from its manager's dashboard."""
    page.get_by_role("link", name=re.compile("Orientations reçues")).click()
    assert is_fit(page)
    page.get_by_role("link", name=re.compile("Désigner le membre")).click()
    page.get_by_label("Membre de la structure").select_option(index=1)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("MARTIN Claire").first).to_be_visible()


@DESK
@pytest.mark.shows("F-155", "F-158", "F-160", "F-183")
def test_from_the_card_of_a_cpts_to_the_member_who_received(open_page: Callable[..., Page], width: int) -> None:
    cpts = houses.house("cpts", name="CPTS du Canal")
    _, member = described(cpts)
    regulation, managing = open_page(width), open_page(width)
    sign_in(regulation, email_of(care.regulator(care.territory())))
    search(regulation)
    to_the_page_of_a_member(regulation, cpts)
    send_en_sus(regulation, cpts)
    sign_in(managing, email_of(houses.manager_of(cpts)))
    name_who_received(managing)
    assert OrientationMember.objects.get().professional_id == member.professional.id
