"""People with cards who come for the first time."""

import re
from typing import Any

from django.test import Client

from sas.actor import Actor
from sas.rooms.accounts.models import User
from sas.rooms.directory.models import Professional
from sas.rooms.outbox.models import OutgoingMail
from simulators.psc.identities import Identity
from tests.factories import care
from tests.factories.providers import Simulated, depart

NEW = "claire.martin@cabinet.example"
ACCOUNT, MAIL, NO_RIGHTS = "/connexion/psc/compte", "/connexion/psc/courriel", "/connexion/psc/sans-droits"


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
