"""The links of a first connection: alike for everybody, once, for five minutes, in one browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from sas.actor import Role
from sas.rooms.accounts.models import CardIdentity, OneTimeLink, User
from sas.rooms.outbox.models import OutgoingMail
from simulators.psc.identities import Identity
from tests.factories import care
from tests.factories.browsers import browser as signed_browser
from tests.factories.providers import Simulated
from tests.web.public.card_scene import (
    ACCOUNT,
    MAIL,
    NEW,
    arrive,
    ask,
    card_of,
    doctor_card,
    email_of,
    is_in,
    link_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


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
        with django_assert_num_queries(19):
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
