"""From the link of a regulation software, by way of the sign-in, to the results with the médecin traitant first."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sas.actor import Role
from sas.rooms.accounts.models import User
from tests.factories import care, configuration
from tests.factories.callers import RPPS, doctor, link, number_of
from tests.factories.offers import Wanted, open_slot, scatter
from tests.journeys.conftest import DESK, PASSWORD, is_fit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.shows("F-162", "F-163")
@DESK
def test_a_call_goes_through_the_sign_in_to_the_results_with_the_preferred_doctor_first(
    open_page: Callable[..., Page], width: int
) -> None:
    now = timezone.now()
    configuration.lrm("samu-35")
    his = doctor(commune="35288", now=now)
    open_slot(his.id, now=now, hours=26)
    scatter([Wanted(1, 0, opens_in_hours=26)], now=now)
    page = open_page(width)
    other = page.context.new_page()
    page.goto(
        link(inseecode="35238", streetnumber="12", practitioner=f"{RPPS}{number_of(his)}", streetname="rue Basse")
    )
    other.goto(link(city="Brest"))
    page.get_by_label("Adresse électronique").fill(email := User.objects.get(id=care.regulator().user_id).email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Connexion", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Médecin généraliste – Rennes (35000)")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Dr Gwenaëlle TOURNIER")
    expect(page.get_by_text("MÉDECIN TRAITANT")).to_have_count(1)
    expect(page.get_by_text("1 résultat", exact=True)).to_be_visible()
    expect(page.get_by_text("la recherche porte sur la commune")).to_be_visible()
    assert "origin" not in page.url and "Basse" not in page.url
    assert is_fit(page)
    other.get_by_label("Adresse électronique").fill(email)
    other.get_by_label("Mot de passe").fill(PASSWORD)
    other.get_by_role("button", name="Connexion", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Médecin généraliste – Brest (29200)")
    expect(other.get_by_text("(sas_pf_002)")).to_be_visible()
    assert is_fit(other)


@pytest.mark.long
@pytest.mark.shows("F-162")
@DESK
def test_an_administrator_tries_a_link(open_page: Callable[..., Page], width: int) -> None:
    configuration.lrm("samu-35")
    page = open_page(width)
    page.goto("/connexion?suite=/administration/lrm")
    page.get_by_label("Adresse électronique").fill(User.objects.get(id=care.account(Role.ADMINISTRATEUR).user_id).email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Connexion", exact=True).click()
    page.get_by_role("link", name="Tester un appel contextuel").click()
    page.get_by_role("button", name="Voir le lien").click()
    expect(page.get_by_role("alert")).to_contain_text("Choisissez un logiciel.")
    assert is_fit(page)
    page.get_by_label("Logiciel de régulation").select_option("samu-35")
    page.get_by_label("Commune (city)").fill("Rennes")
    page.get_by_label("Médecin traitant").fill("Anne Le Guen")
    page.get_by_role("button", name="Voir le lien").click()
    expect(page.get_by_text("Non identifié (sas_pf_001)")).to_be_visible()
    assert is_fit(page)
    page.get_by_role("link", name="Ouvrir ce lien").click()
    expect(page.get_by_text("(sas_pf_001)")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Médecin généraliste – Rennes (35000)")
