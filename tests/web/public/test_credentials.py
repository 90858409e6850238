"""« Vos identifiants de connexion »: another address, and the sessions that are open."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sas.actor import Actor
from sas.rooms.accounts.enums import LinkPurpose
from sas.rooms.accounts.models import OneTimeLink, OpenSession, User
from sas.rooms.outbox.models import OutgoingMail
from tests.factories import care
from tests.factories.browsers import browser
from tests.factories.credentials import NEW_PASSWORD, invited, link
from tests.factories.mail import Inbox, inbox, run_worker

__all__ = ["inbox"]
pytestmark = pytest.mark.django_db(transaction=True)
HERE, ADDRESS, SEARCH = "/identifiants", "/identifiants/adresse", "/sas/"
NEW = "nouvelle@sas.example"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user() -> User:
    """Somebody with a password."""
    return User.objects.get(id=care.regulator().user_id)


def inside(user: User) -> Client:
    return browser(Actor(user_id=user.id))


def entered(user: User, **headers: str) -> Client:
    client = Client(headers=headers or None)
    assert client.post("/connexion", {"email": user.email, "password": care.PASSWORD}).status_code == 302
    return client


def ask(client: Client, email: str, password: str = care.PASSWORD) -> Any:
    return client.post(ADDRESS, {"email": email, "password": password})


@pytest.mark.shows("F-020")
def test_the_account_panel_leads_to_the_identifiers(user: User) -> None:
    client = inside(user)
    assert (
        '<a class="fr-link" href="/identifiants">Vos identifiants de connexion</a>'
        in client.get("/compte").content.decode()
    )
    page = client.get(HERE).content.decode()
    assert user.email in page
    assert "Modifier votre adresse" in page and "Modifier votre mot de passe" in page


@pytest.mark.shows("F-016")
def test_the_new_address_confirms_and_the_old_one_is_warned(user: User, inbox: Inbox) -> None:
    client = entered(user)
    reset = link(LinkPurpose.RESET, user=user)
    assert ask(client, f" {NEW.upper()} ")["Location"] == HERE
    assert NEW in client.get(HERE).content.decode()
    run_worker()
    (mail,) = inbox.mails
    assert (mail["To"], mail["Subject"].strip()) == (NEW, "Confirmez votre nouvelle adresse électronique")
    (path,) = re.findall(r"https?://[^/\s]+(/identifiants/adresse/\S+)", mail.get_body(("plain",)).get_content())
    assert User.objects.get(id=user.id).email == user.email
    assert NEW in Client().get(path).content.decode()
    assert Client().post(path)["Location"] == HERE
    assert User.objects.get(id=user.id).email == NEW
    assert client.get(SEARCH).status_code == 200
    run_worker()
    warning = inbox.mails[-1]
    assert warning["To"] == user.email
    assert NEW not in warning.get_body(("plain",)).get_content()
    assert Client().post(path).status_code == 410
    assert Client().get(f"/mot-de-passe/nouveau/{reset}").status_code == 410
    assert Client().post("/connexion", {"email": NEW, "password": care.PASSWORD}).status_code == 302


@pytest.mark.shows("F-016")
def test_an_address_that_has_an_account_is_told_to_itself_only(user: User, inbox: Inbox) -> None:
    other = User.objects.get(id=care.regulator().user_id)
    told = []
    for asked in (NEW, other.email):
        client = inside(user)
        answer = ask(client, asked)
        page = client.get(HERE).content.decode().replace(asked, "ADRESSE")
        told.append((answer.status_code, answer["Location"], re.sub(r'value="\w{64}"', "", page)))
    assert told[0] == told[1]
    run_worker()
    mail = inbox.mails[-1]
    assert (mail["To"], mail["Subject"].strip()) == (other.email, "Votre adresse électronique a déjà un compte")
    assert "/identifiants/adresse/" not in mail.get_body(("plain",)).get_content()


@pytest.mark.shows("F-016")
def test_an_address_taken_meanwhile_is_not_taken_twice(user: User) -> None:
    path = f"{ADDRESS}/{link(LinkPurpose.NEW_EMAIL, user=user, email=NEW)}"
    invited(email=NEW)
    assert Client().post(path).status_code == 410
    assert User.objects.get(id=user.id).email == user.email


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("", care.PASSWORD, "Renseignez une adresse électronique."),
        ("camille", care.PASSWORD, "n&#x27;est pas complète"),
        (NEW, "", "Renseignez votre mot de passe actuel."),
        (NEW, "faux", "Ce n&#x27;est pas votre mot de passe actuel."),
        ("la sienne", care.PASSWORD, "C&#x27;est déjà l&#x27;adresse de votre compte."),
    ],
)
def test_what_is_wrong_is_said(user: User, email: str, password: str, sentence: str) -> None:
    answer = ask(inside(user), user.email if email == "la sienne" else email, password)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert OutgoingMail.objects.count() == 0


def test_three_addresses_an_hour_may_be_asked_whether_or_not_they_are_free(user: User) -> None:
    other = User.objects.get(id=care.regulator().user_id)
    client = inside(user)
    answers = [ask(client, asked).status_code for asked in (other.email, "a@sas.example", "b@sas.example", NEW)]
    assert answers == [303, 303, 303, 422]


def test_an_account_without_password_is_not_asked_for_one() -> None:
    client = inside(invited(now=datetime.now(UTC)))
    assert 'type="password"' not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, {"email": NEW}).status_code == 303


@pytest.mark.parametrize("change", [{"is_active": False}, {"roles": []}])
def test_the_link_of_an_account_that_may_not_enter_changes_nothing(user: User, change: dict[str, Any]) -> None:
    path = f"{ADDRESS}/{link(LinkPurpose.NEW_EMAIL, user=user, email=NEW)}"
    User.objects.filter(id=user.id).update(**change)
    assert Client().post(path).status_code == 410
    assert User.objects.get(id=user.id).email == user.email


def test_the_sessions_are_listed_and_closed_one_by_one(user: User) -> None:
    here, there = entered(user), entered(user, **{"User-Agent": FIREFOX})
    page = here.get(HERE).content.decode()
    assert page.count("/fermer") == 2 and "Cette session" in page
    assert "Firefox sur Linux" in page
    far = OpenSession.objects.get(session_key=there.session.session_key)
    answer = here.post(f"/identifiants/sessions/{far.id}/fermer", follow=True)
    assert "La session est fermée." in answer.content.decode()
    assert there.get(SEARCH)["Location"].startswith("/connexion")
    assert here.get(SEARCH).status_code == 200
    assert here.post(f"/identifiants/sessions/{far.id}/fermer").status_code == 403


def test_all_the_other_sessions_are_closed_at_once(user: User) -> None:
    here, others = entered(user), [entered(user) for _ in range(3)]
    stranger = entered(User.objects.get(id=care.regulator().user_id))
    assert here.post("/identifiants/sessions/fermer")["Location"] == HERE
    assert [one.get(SEARCH).status_code for one in (here, stranger, *others)] == [200, 200, 302, 302, 302]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_the_number_of_sessions(user: User, number: int) -> None:
    client = [entered(user) for _ in range(number)][-1]
    with CaptureQueriesContext(connection) as asked:
        client.get(HERE)
    assert len([one for one in asked.captured_queries if "accounts_" in one["sql"]]) == 4


def test_of_two_uses_of_a_link_at_once_one_gets_it(user: User) -> None:
    path, together = f"/mot-de-passe/nouveau/{link(LinkPurpose.RESET, user=user)}", Barrier(2)

    def choose(password: str) -> int:
        together.wait(timeout=10)
        try:
            return Client().post(path, {"password": password}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(choose, [NEW_PASSWORD, f"{NEW_PASSWORD}-bis"]))
    assert sorted(answers) == [302, 410]
    assert OneTimeLink.objects.get().used_at is not None


def test_a_session_of_an_expired_cookie_is_not_listed(user: User) -> None:
    client = entered(user)
    past = datetime.now(UTC) - timedelta(days=1)
    OpenSession.objects.create(user=user, session_key="x", means="password", browser="Opera", opened_at=past)
    assert "Opera" not in client.get(HERE).content.decode()
