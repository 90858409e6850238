"""The first connection by card, page by page: three cases that look alike, and links that one browser may use."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sas.actor import Actor, Role
from sas.rooms.accounts.models import CardIdentity, OneTimeLink, OpenSession, User
from sas.rooms.directory.models import Professional
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from simulators.psc.identities import Identity
from tests.factories import care
from tests.factories.browsers import browser as signed_browser
from tests.factories.providers import Simulated, configure, depart, simulated

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "claire.martin@cabinet.example"
ACCOUNT, MAIL, NO_RIGHTS = "/connexion/psc/compte", "/connexion/psc/courriel", "/connexion/psc/sans-droits"


@pytest.fixture
def desk(tmp_path: Path, settings: Any) -> Iterator[Simulated]:
    """The simulator, and the product's settings for it."""
    with simulated(tmp_path / "identities.json") as simulator:
        configure(settings, issuer=simulator.issuer)
        yield simulator


def card_of(national_id: str = "899700000031") -> Identity:
    return Identity(national_id, "MARTIN", "Claire", "")


def doctor_card() -> tuple[Identity, Any]:
    """The card of somebody of the directory, and the place."""
    place = care.doctor_place()
    return card_of(Professional.objects.get(id=place.professional_id).national_id), place


def arrive(desk: Simulated, card: Identity, browser: Client | None = None) -> tuple[Client, Any]:
    """Sign in by card; the browser and where it is sent."""
    chosen = browser or Client()
    return chosen, chosen.get(desk.arrive(depart(chosen), card))


def ask(desk: Simulated, card: Identity, email: str) -> tuple[Client, str]:
    """Up to the wait page; the browser and the path of the link in the mail."""
    browser, answer = arrive(desk, card)
    assert answer["Location"] == ACCOUNT
    assert browser.post(ACCOUNT, {"email": email})["Location"] == MAIL
    return browser, link_of(OutgoingMail.objects.latest("id"))


def link_of(mail: OutgoingMail) -> str:
    return re.findall(r"http://127\.0\.0\.1:8000(/connexion/psc/lien/\S+)", mail.text)[0]


def email_of(actor: Actor) -> str:
    return User.objects.get(id=actor.user_id).email


def is_in(browser: Client) -> bool:
    return browser.get("/compte").status_code == 200


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


CASES: dict[str, Callable[[], tuple[Identity, str]]] = {
    "an account": lambda: (card_of(), email_of(care.account(Role.IOA, territories=(care.territory(),)))),
    "places and no account": lambda: (doctor_card()[0], "personne@ailleurs.example"),
    "neither": lambda: (card_of(), "personne@ailleurs.example"),
}


@pytest.mark.shows("F-005", "F-006", "F-007")
def test_the_three_cases_are_answered_alike(desk: Simulated, django_assert_num_queries: Any) -> None:
    """Status, place, page and work, but for the address itself; one mail each."""
    seen = []
    for case in CASES.values():
        card, email = case()
        browser, _ = arrive(desk, card)
        mails = OutgoingMail.objects.count()
        with django_assert_num_queries(21):
            answer = browser.post(ACCOUNT, {"email": email})
        page = browser.get(answer["Location"]).content.decode()
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "…")
        seen.append((answer.status_code, answer["Location"], answer.content, page))
        assert OutgoingMail.objects.count() == mails + 1
        assert OutgoingMail.objects.latest("id").user_id is None
    assert seen[0] == seen[1] == seen[2]


@pytest.mark.shows("F-008")
def test_a_link_expires_after_five_minutes_and_another_can_be_asked_for(desk: Simulated) -> None:
    card, _ = doctor_card()
    browser, link = ask(desk, card, NEW)
    page = browser.get(MAIL).content.decode()
    assert (
        "5 minutes" in page and "Cliquez-ici" in page and "Vérifier vos informations de profil" in page and NEW in page
    )
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        late = browser.get(link)
        assert late.status_code == 422 and "Ce lien a expiré" in late.content.decode()
        assert "Cliquez-ici" in late.content.decode() and not is_in(browser)
        assert f'action="{MAIL}"' in browser.get("/connexion").content.decode()
        assert browser.post(MAIL)["Location"] == MAIL
        assert browser.get(link_of(OutgoingMail.objects.latest("id"))).status_code == 302
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.shows("F-008")
def test_asking_again_ends_the_earlier_link(desk: Simulated) -> None:
    card, _ = doctor_card()
    browser, link = ask(desk, card, NEW)
    assert browser.post(MAIL).status_code == 303
    assert "Un nouveau courriel vient d&#x27;être envoyé" in browser.get(MAIL).content.decode()
    assert browser.get(link).status_code == 422


@pytest.mark.shows("F-008")
def test_a_link_serves_once(desk: Simulated) -> None:
    card, _ = doctor_card()
    browser, link = ask(desk, card, NEW)
    assert browser.get(link).status_code == 302
    browser.post("/deconnexion")
    assert browser.get(link).status_code == 422
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.shows("F-005", "F-008")
def test_an_attacker_who_knows_an_address_attaches_nothing_whatever_its_owner_does(desk: Simulated) -> None:
    victim = care.account(Role.ADMINISTRATEUR)
    attacker, link = ask(desk, card_of(), email_of(victim))
    with_own_card, _ = arrive(desk, card_of("899700000049"))
    for browser in (Client(), signed_browser(victim), with_own_card):
        answer = browser.get(link)
        assert answer.status_code == 422
        assert "ne s&#x27;ouvre que dans le navigateur" in answer.content.decode()
    assert not CardIdentity.objects.exists()
    assert not is_in(attacker) and OneTimeLink.objects.get().used_at is None


@pytest.mark.shows("F-008")
def test_another_card_in_the_same_browser_ends_the_links_of_the_first(desk: Simulated) -> None:
    victim = care.account(Role.IOA, territories=(care.territory(),))
    browser, link = ask(desk, card_of(), email_of(victim))
    arrive(desk, card_of("899700000049"), browser)
    assert browser.get(link).status_code == 422
    assert not CardIdentity.objects.exists()


@pytest.mark.shows("F-008")
def test_mails_are_limited_and_it_is_said(desk: Simulated) -> None:
    browser, _ = ask(desk, card_of(), NEW)
    answers = [browser.post(MAIL).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 422]
    refused = browser.post(MAIL)
    assert "réessayez dans une demi-heure" in refused.content.decode()
    other, _ = arrive(desk, card_of("899700000049"))
    page = other.post(ACCOUNT, {"email": NEW})
    assert page.status_code == 422 and "réessayez dans une demi-heure" in page.content.decode()
    assert OutgoingMail.objects.count() == 4


def test_pages_of_a_first_connection_lead_back_without_a_card() -> None:
    for path, method in ((ACCOUNT, "get"), (ACCOUNT, "post"), (MAIL, "get"), (MAIL, "post")):
        answer = getattr(Client(), method)(path)
        assert answer["Location"] == "/connexion"


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
