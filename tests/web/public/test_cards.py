"""The first connection by card, page by page, in its three cases; the next ones."""

from typing import Any

import pytest
from django.test import Client

from sas.actor import Role
from sas.rooms.accounts.models import CardIdentity, OpenSession, User
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.providers import Simulated, depart
from tests.web.public.card_scene import (
    ACCOUNT,
    MAIL,
    NEW,
    NO_RIGHTS,
    arrive,
    ask,
    card_of,
    doctor_card,
    email_of,
    is_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.shows("F-002", "F-003")
def test_the_button_is_there_when_a_provider_is_configured(desk: Simulated, settings: Any) -> None:
    page = Client().get("/connexion").content.decode()
    assert "S'identifier avec Pro Santé Connect" in page and "Cliquez-ici" in page
    settings.PSC_ISSUER = ""
    page = Client().get("/connexion").content.decode()
    assert "Pro Santé Connect" not in page
    assert Client().post("/connexion/psc").status_code == 422


@pytest.mark.shows("F-004")
def test_the_form_has_the_names_of_the_card_and_wants_an_address(desk: Simulated) -> None:
    browser, answer = arrive(desk, card_of())
    assert answer["Location"] == ACCOUNT
    page = browser.get(ACCOUNT).content.decode()
    assert "Mise à jour du compte" in page
    for value in ('value="MARTIN"', 'value="Claire"'):
        field = page[page.rindex("<input", 0, page.index(value)) : page.index(">", page.index(value))]
        assert "disabled" in field
    refused = browser.post(ACCOUNT, {"email": "claire", "family_name": "DUPONT"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "nom@domaine.fr" in page and 'value="claire"' in page and "DUPONT" not in page
    assert not OutgoingMail.objects.exists()


@pytest.mark.shows("F-005", "F-009")
def test_case_1_the_link_attaches_the_card_and_later_connections_are_seamless(desk: Simulated) -> None:
    card, place = doctor_card()
    doctor = care.keeper(place)
    browser, link = ask(desk, card, email_of(doctor).upper())
    mail = OutgoingMail.objects.latest("id")
    assert mail.to == email_of(doctor) and "Lier Pro Santé Connect à mon compte" in mail.text
    answer = browser.get(link)
    assert (answer.status_code, answer["Location"]) == (302, "/sas/tableau-de-bord")
    assert CardIdentity.objects.get().user_id == doctor.user_id and is_in(browser)
    later, answer = arrive(desk, card)
    assert answer["Location"] == "/sas/tableau-de-bord" and is_in(later)
    assert OpenSession.objects.filter(user_id=doctor.user_id, means="card").count() == 2
    assert OutgoingMail.objects.count() == 1


@pytest.mark.shows("F-006")
def test_case_2_the_link_makes_the_account_of_somebody_who_has_a_place(desk: Simulated) -> None:
    territory, elsewhere = care.territory(), care.territory(departements=("59",))
    card, place = doctor_card()
    browser, link = ask(desk, card, NEW)
    assert "Quelqu'un vient de demander la création d'un compte" in OutgoingMail.objects.latest("id").text
    assert browser.get(link)["Location"] == "/sas/tableau-de-bord" and is_in(browser)
    made = User.objects.get(email=NEW)
    assert (made.roles, made.professional_id) == ([Role.EFFECTEUR.value], place.professional_id)
    assert (made.family_name, made.given_name) == ("MARTIN", "Claire")
    assert territory in made.territories.values_list("id", flat=True)
    assert elsewhere not in made.territories.values_list("id", flat=True)
    assert OutgoingMail.objects.count() == 1, "no welcome mail: the person is already in"
    assert not made.has_usable_password()


@pytest.mark.shows("F-007")
def test_case_3_the_link_tells_whom_to_turn_to(desk: Simulated) -> None:
    browser, link = ask(desk, card_of(), NEW)
    assert browser.get(link)["Location"] == NO_RIGHTS
    page = browser.get(NO_RIGHTS).content.decode()
    for words in ("agence régionale de santé (ARS)", "FAQ", "votre Ordre", "Vérifier vos informations de profil"):
        assert words in page
    assert not is_in(browser) and not User.objects.exists()


@pytest.mark.shows("F-007")
def test_a_professional_whose_places_are_all_closed_has_no_account_made(desk: Simulated) -> None:
    card, place = doctor_card()
    place.closed_at = care.LONG_AGO
    place.save()
    browser, link = ask(desk, card, NEW)
    assert browser.get(link)["Location"] == NO_RIGHTS


@pytest.mark.shows("F-003")
def test_an_employee_of_an_establishment_attaches_the_card_of_the_establishment(desk: Simulated) -> None:
    nurse = care.account(Role.IOA, territories=(care.territory(),))
    browser, link = ask(desk, card_of("3350000123/00042"), email_of(nurse))
    assert browser.get(link)["Location"] == "/sas/" and is_in(browser)
    assert CardIdentity.objects.get().national_id == "3350000123/00042"


@pytest.mark.shows("F-003", "F-009")
def test_a_regulator_whose_card_a_manager_registered_enters_at_once(desk: Simulated) -> None:
    regulator = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    browser, answer = arrive(desk, card_of())
    assert answer["Location"] == "/sas/" and is_in(browser)
    assert CardIdentity.objects.get().user_id == regulator.user_id
    assert AuditEntry.objects.get(verb="attach_card").details == {"way": "cpx_number"}


def test_the_page_that_was_asked_is_opened_after_signing_in_by_card(desk: Simulated) -> None:
    care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    for suite, where in (("/sas/orientations", "/sas/orientations"), ("//ailleurs.example", "/sas/")):
        browser = Client()
        assert browser.get(desk.arrive(depart(browser, suite=suite), card_of()))["Location"] == where


@pytest.mark.shows("F-003")
def test_a_card_that_a_manager_registers_replaces_the_one_before(desk: Simulated) -> None:
    regulator = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    arrive(desk, card_of())
    User.objects.update(cpx_number="899700000049")
    browser, _ = arrive(desk, card_of("899700000049"))
    assert is_in(browser) and CardIdentity.objects.get().national_id == "899700000049"
    assert AuditEntry.objects.filter(verb="replace_card", user_id=regulator.user_id).count() == 1
    assert arrive(desk, card_of())[1]["Location"] == ACCOUNT


@pytest.mark.shows("F-009")
def test_the_same_holder_under_a_new_subject_keeps_the_account(desk: Simulated) -> None:
    regulator = care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    arrive(desk, card_of())
    CardIdentity.objects.update(subject="f:before:899700000031")
    User.objects.update(cpx_number="")
    browser, _ = arrive(desk, card_of())
    assert is_in(browser) and CardIdentity.objects.get().subject == card_of().subject
    assert AuditEntry.objects.filter(verb="change_card_subject", user_id=regulator.user_id).count() == 1


@pytest.mark.shows("F-026", "F-027")
@pytest.mark.parametrize("change", [{"roles": []}, {"is_active": False}])
def test_a_known_card_does_not_open_an_account_that_may_not_enter(desk: Simulated, change: dict[str, Any]) -> None:
    care.account(Role.REGULATEUR_OSNP, territories=(care.territory(),), cpx_number="899700000031")
    arrive(desk, card_of())
    User.objects.update(**change)
    browser, answer = arrive(desk, card_of())
    assert answer.status_code == 422 and "désactivé ou n&#x27;a plus de rôle" in answer.content.decode()
    assert not is_in(browser)


def test_pages_of_a_first_connection_lead_back_without_a_card() -> None:
    for path, method in ((ACCOUNT, "get"), (ACCOUNT, "post"), (MAIL, "get"), (MAIL, "post")):
        answer = getattr(Client(), method)(path)
        assert answer["Location"] == "/connexion"


def test_a_card_that_waited_is_forgotten_when_somebody_signs_in_otherwise(desk: Simulated) -> None:
    nurse = care.account(Role.IOA)
    browser, _ = arrive(desk, card_of())
    browser.post("/connexion", {"email": email_of(nurse), "password": care.PASSWORD})
    assert is_in(browser) and browser.get(ACCOUNT)["Location"] == "/connexion"


def test_a_look_by_head_spends_nothing(desk: Simulated) -> None:
    browser = Client()
    back = desk.arrive(depart(browser), card_of())
    assert browser.head(back).status_code == 405
    assert browser.get(back)["Location"] == ACCOUNT
    assert browser.head("/connexion/psc/lien/x").status_code == 405


def test_a_provider_error_is_a_page_with_a_way_back(desk: Simulated) -> None:
    browser = Client()
    state = depart(browser).split("state=")[1].split("&")[0]
    answer = browser.get("/connexion/psc/retour", {"state": state, "error": "server_error"})
    assert answer.status_code == 422 and "n&#x27;a pas pu vous identifier" in answer.content.decode()
    assert 'href="/connexion"' in answer.content.decode()
