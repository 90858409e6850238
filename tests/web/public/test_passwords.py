"""Passwords through the pages: the first by a mail, a forgotten one, a changed one, an expired one."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.enums import LinkPurpose, Means
from sas.rooms.accounts.models import OneTimeLink, OpenSession, SignInGuard, TermsAcceptance, User
from sas.rooms.journal.models import AuditEntry
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.credentials import NEW_PASSWORD, invited, link
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
SEARCH, FORGOTTEN, CHANGE = "/sas/", "/mot-de-passe/oublie", "/identifiants/mot-de-passe"
PAGES = {LinkPurpose.WELCOME: "/premiere-connexion/", LinkPurpose.RESET: "/mot-de-passe/nouveau/"}


def somebody() -> User:
    return User.objects.get(id=care.regulator().user_id)


def terms() -> int:
    return operations.publish_terms(actor=Actor.SYSTEM, text="Texte", now=datetime.now(UTC))


def read_link(inbox: Inbox) -> str:
    """The path of the link of the last mail."""
    text = inbox.mails[-1].get_body(("plain",)).get_content()
    return re.findall(r"https?://[^/\s]+(/\S+)", text)[-1]


def enter(client: Client, email: str, password: str) -> Any:
    return client.post("/connexion", {"email": email, "password": password})


@pytest.mark.shows("F-010", "F-011", "F-022")
def test_a_first_password_is_chosen_from_the_welcome_mail_with_the_terms(inbox: Inbox) -> None:
    number, user, client = terms(), invited(now=datetime.now(UTC)), Client()
    run_worker()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"].strip().startswith("Bienvenue")) == (user.email, True)
    assert "Pro Santé Connect" in mail.get_body(("plain",)).get_content()
    path = read_link(inbox)
    for _ in range(2):
        page = client.get(path).content.decode()
        assert user.email in page and "Accepter les CGU" in page
    refused = client.post(path, {"password": NEW_PASSWORD, "version": number})
    assert (refused.status_code, "Acceptez les conditions générales" in refused.content.decode()) == (422, True)
    answer = client.post(path, {"password": NEW_PASSWORD, "version": number, "terms": "on"})
    assert (answer.status_code, answer["Location"]) == (302, SEARCH)
    assert client.get(SEARCH).status_code == 200
    kept = TermsAcceptance.objects.get()
    assert (kept.user_id, kept.version_id, kept.means) == (user.id, number, Means.PASSWORD)
    assert User.objects.get(id=user.id).last_login is not None
    assert client.get(path).status_code == 410
    assert enter(Client(), user.email, NEW_PASSWORD)["Location"] == SEARCH


@pytest.mark.shows("F-015")
@pytest.mark.parametrize("purpose", PAGES)
def test_each_broken_rule_is_told_and_the_link_still_serves(purpose: LinkPurpose) -> None:
    path = PAGES[purpose] + link(purpose)
    page = Client().post(path, {"password": "court"})
    assert page.status_code == 422
    for words in ("Au moins 12 caractères.", "une lettre majuscule.", "un chiffre.", "Au moins un caractère spécial"):
        assert words in page.content.decode()
    assert Client().post(path, {"password": NEW_PASSWORD}).status_code == 302


@pytest.mark.shows("F-012")
@pytest.mark.parametrize("purpose", PAGES)
@pytest.mark.parametrize("state", ["used", "expired", "unknown", "of another purpose", "deactivated", "without role"])
def test_a_link_that_opens_nothing_leads_to_the_forgotten_password(purpose: LinkPurpose, state: str) -> None:
    user, client = invited(), Client()
    other = LinkPurpose.RESET if purpose is LinkPurpose.WELCOME else LinkPurpose.WELCOME
    made = datetime.now(UTC) - timedelta(hours=1) if state == "expired" else None
    path = PAGES[purpose] + link(other if state == "of another purpose" else purpose, user=user, now=made)
    if state == "used":
        Client().post(path, {"password": NEW_PASSWORD})
    elif state == "unknown":
        path += "x"
    elif state in ("deactivated", "without role"):
        change: dict[str, Any] = {"is_active": False} if state == "deactivated" else {"roles": []}
        User.objects.filter(id=user.id).update(**change)
    before = User.objects.get(id=user.id).password
    for answer in (client.get(path), client.post(path, {"password": NEW_PASSWORD})):
        page = answer.content.decode()
        assert answer.status_code == 410
        assert 'href="/mot-de-passe/oublie">Mot de passe oublié ?</a>' in page
    assert User.objects.get(id=user.id).password == before


@pytest.mark.shows("F-012")
def test_the_welcome_link_is_for_an_account_without_a_password() -> None:
    user = somebody()
    path = PAGES[LinkPurpose.WELCOME] + link(LinkPurpose.WELCOME, user=user)
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"password": NEW_PASSWORD}).status_code == 410


@pytest.mark.shows("F-018")
def test_a_forgotten_password_is_replaced_and_the_other_sessions_end(inbox: Inbox) -> None:
    user, elsewhere, client = somebody(), Client(), Client()
    enter(elsewhere, user.email, care.PASSWORD)
    for _ in range(5):
        enter(client, user.email, "faux")
    assert client.post(FORGOTTEN, {"email": f" {user.email.upper()}"})["Location"] == "/mot-de-passe/envoye"
    assert client.get("/mot-de-passe/envoye").status_code == 200
    run_worker()
    assert inbox.mails[-1]["To"] == user.email
    path = read_link(inbox)
    assert path.startswith(PAGES[LinkPurpose.RESET])
    assert "72 heures" in inbox.mails[-1].get_body(("plain",)).get_content()
    assert client.post(path, {"password": NEW_PASSWORD})["Location"] == SEARCH
    assert client.get(SEARCH).status_code == 200
    assert elsewhere.get(SEARCH)["Location"].startswith("/connexion")
    assert OpenSession.objects.filter(user=user).count() == 1
    assert "incorrect" in enter(Client(), user.email, care.PASSWORD).content.decode()
    assert enter(Client(), user.email, NEW_PASSWORD).status_code == 302
    run_worker()
    assert inbox.mails[-1]["Subject"].strip() == "Votre mot de passe a été modifié"
    assert client.post(path, {"password": NEW_PASSWORD}).status_code == 410


@pytest.mark.shows("F-018")
def test_the_reset_link_lives_72_hours_and_only_the_last_one_serves(now: datetime) -> None:
    user = somebody()
    for minute in range(2):
        at = now + timedelta(minutes=minute)
        operations.ask_reset(actor=Actor.NOBODY, email=user.email, now=at)
        demand = OneTimeLink.objects.get(user__isnull=True)
        operations.answer_reset(actor=Actor.SYSTEM, link_id=demand.id, now=at)
        operations.answer_reset(actor=Actor.SYSTEM, link_id=demand.id, now=at)
    first, last = OneTimeLink.objects.order_by("id")
    assert (first.used_at, last.used_at) == (now + timedelta(minutes=1), None)
    assert last.expires_at - last.created_at == timedelta(hours=72)
    assert OutgoingMail.objects.filter(kind="reset").count() == 2


def test_an_address_receives_three_mails_an_hour_at_most(now: datetime) -> None:
    user = somebody()
    sent = []
    for minute in (0, 1, 2, 3, 59, 60, 61):
        at = now + timedelta(minutes=minute)
        operations.ask_reset(actor=Actor.NOBODY, email=user.email, now=at)
        operations.answer_reset(actor=Actor.SYSTEM, link_id=OneTimeLink.objects.get(user__isnull=True).id, now=at)
        sent.append(OutgoingMail.objects.count())
    assert sent == [1, 2, 3, 3, 3, 4, 5]


@pytest.mark.shows("F-017")
def test_a_password_is_changed_with_the_old_one_and_the_other_sessions_end(inbox: Inbox) -> None:
    user, here, elsewhere = somebody(), Client(), Client()
    enter(here, user.email, care.PASSWORD)
    enter(elsewhere, user.email, care.PASSWORD)
    for typed, sentence in (
        ({"old": "faux", "password": NEW_PASSWORD}, "Ce n&#x27;est pas votre mot de passe actuel."),
        ({"old": care.PASSWORD, "password": care.PASSWORD}, "différent de l&#x27;actuel"),
        ({"old": care.PASSWORD, "password": "court"}, "Au moins 12 caractères."),
        ({"old": "", "password": ""}, "Renseignez votre mot de passe actuel."),
    ):
        refused = here.post(CHANGE, typed)
        assert (refused.status_code, sentence in refused.content.decode()) == (422, True)
    answer = here.post(CHANGE, {"old": care.PASSWORD, "password": NEW_PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/identifiants", 303)]
    assert "Merci, votre nouveau mot de passe a bien été pris en compte." in answer.content.decode()
    assert elsewhere.get(SEARCH)["Location"].startswith("/connexion")
    assert [one.session_key for one in OpenSession.objects.filter(user=user)] == [here.session.session_key]
    run_worker()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"].strip()) == (user.email, "Votre mot de passe a été modifié")


def test_guessing_the_old_password_is_counted_like_a_failed_sign_in() -> None:
    user = somebody()
    client = browser(Actor(user_id=user.id))
    for _ in range(5):
        client.post(CHANGE, {"old": "faux", "password": NEW_PASSWORD})
    locked = client.post(CHANGE, {"old": care.PASSWORD, "password": NEW_PASSWORD})
    assert "bloquée pendant quinze minutes" in locked.content.decode()
    assert "bloquée pendant quinze minutes" in enter(Client(), user.email, care.PASSWORD).content.decode()
    assert SignInGuard.objects.count() == 1


@pytest.mark.shows("F-019")
def test_an_expired_password_is_changed_before_anything_else(settings: Any) -> None:
    settings.PASSWORD_MONTHS = 4
    user, client = somebody(), Client()
    User.objects.filter(id=user.id).update(password_set_at=datetime.now(UTC) - timedelta(days=124))
    assert enter(client, user.email, care.PASSWORD)["Location"] == SEARCH
    sent = client.get("/sas/orientations?etat=1")
    assert sent["Location"] == f"{CHANGE}?suite=%2Fsas%2Forientations%3Fetat%3D1"
    assert client.post("/identifiants/adresse", {})["Location"] == f"{CHANGE}?suite=%2Fsas%2F"
    assert client.get("/cgu").status_code == 200
    page = client.get(sent["Location"]).content.decode()
    assert "Votre mot de passe a expiré" in page
    assert 'value="/sas/orientations?etat=1"' in page
    typed = {"old": care.PASSWORD, "password": NEW_PASSWORD, "suite": "/sas/orientations?etat=1"}
    assert client.post(CHANGE, typed)["Location"] == "/sas/orientations?etat=1"
    assert client.get(SEARCH).status_code == 200


@pytest.mark.shows("F-019")
def test_a_session_opened_by_card_or_an_account_without_password_is_not_asked_to_change_it(settings: Any) -> None:
    settings.PASSWORD_MONTHS = 4
    user = somebody()
    User.objects.filter(id=user.id).update(password_set_at=datetime.now(UTC) - timedelta(days=124))
    client = browser(Actor(user_id=user.id))
    assert client.get(SEARCH)["Location"].startswith(CHANGE)
    session = client.session
    session["means"] = Means.CARD.value
    session.save()
    assert client.get(SEARCH).status_code == 200
    User.objects.filter(id=user.id).update(password_set_at=None)
    assert browser(Actor(user_id=user.id)).get(SEARCH).status_code == 200


def test_an_account_without_password_receives_a_link_to_create_one(inbox: Inbox) -> None:
    user = invited(Role.IOA, now=datetime.now(UTC))
    OutgoingMail.objects.all().delete()
    client = browser(Actor(user_id=user.id))
    assert client.get(CHANGE)["Location"] == "/identifiants"
    assert "Recevoir le lien" in client.get("/identifiants").content.decode()
    assert client.post("/identifiants/mot-de-passe/lien")["Location"] == "/mot-de-passe/envoye"
    run_worker()
    assert Client().post(read_link(inbox), {"password": NEW_PASSWORD})["Location"] == SEARCH
    assert AuditEntry.objects.filter(verb="choose_password", user_id=user.id).count() == 1
