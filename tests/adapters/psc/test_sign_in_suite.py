"""The whole sign-in before a real provider: what is right enters, each fault is refused by its own name."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from sas.actor import Actor
from sas.adapters.psc import client as psc
from sas.adapters.psc import sealing
from sas.adapters.psc.values import Doubt
from sas.rooms.accounts.models import CardIdentity, OpenSession
from sas.rooms.journal.models import AuditEntry
from tests.adapters.psc.conftest import OTHER, Desk, signed_in
from tests.adapters.psc.proxy import Claims, Faults, signed, signed_with_what_is_public, unsigned
from tests.factories.collector import Traced, assert_tells_no_more, collector, traced
from tests.factories.providers import SECRET, depart

__all__ = ["collector", "traced"]
pytestmark = pytest.mark.django_db(transaction=True)


def assert_nobody_entered(browser: Client) -> None:
    assert browser.get("/sas/")["Location"].startswith("/connexion")
    assert not OpenSession.objects.exists()
    assert not CardIdentity.objects.exists()


def refusals() -> list[str]:
    found = AuditEntry.objects.filter(verb="card_refused").order_by("id")
    return [entry.details["why"] for entry in found]


@pytest.mark.shows("F-003", "F-009")
def test_a_card_enters_with_its_account(desk: Desk, regulator: Actor) -> None:
    browser = signed_in(desk)
    assert browser.get("/sas/").status_code == 200
    opened = OpenSession.objects.get()
    assert (opened.user_id, opened.means) == (regulator.user_id, "card")
    assert opened.card_subject == desk.holder.subject and opened.card_sid
    tokens = sealing.unseal(opened.card_tokens)
    assert tokens and tokens.refresh_token and tokens.id_token not in opened.card_tokens
    trace = AuditEntry.objects.get(verb="sign_in")
    assert trace.details["Palier_Authentification"] == "APPPRIP3^1.2.250.1.213.1.5.1.1.1"
    assert desk.holder.family_name not in str(trace.details)


def test_the_session_has_another_key_once_signed_in(desk: Desk, regulator: Actor) -> None:
    browser = Client()
    url = depart(browser)
    before = browser.cookies["sessionid"].value
    browser.get(desk.arrive(url))
    assert browser.cookies["sessionid"].value != before


@pytest.mark.shows("F-003")
def test_whoever_cancels_reads_so_and_may_start_again(desk: Desk, regulator: Actor) -> None:
    browser = Client()
    answer = browser.get(desk.arrive(depart(browser), cancelled=True))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vous avez annulé" in page and 'href="/connexion">Retour à la connexion' in " ".join(page.split())
    assert refusals() == ["cancelled"]
    assert_nobody_entered(browser)


def past(claims: Claims) -> Claims:
    moment = int(time.time())
    return claims | {"iat": moment - 7200, "exp": moment - 3600}


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def nothing(claims: Claims) -> Claims:
    return claims


ID_TOKEN: dict[str, tuple[Callable[[Claims], Claims], Doubt]] = {
    "another nonce": (lambda c: c | {"nonce": "another"}, Doubt.NONCE),
    "no nonce": (without("nonce"), Doubt.NONCE),
    "another audience": (lambda c: c | {"aud": "another"}, Doubt.AUDIENCE),
    "another party": (lambda c: c | {"azp": "another"}, Doubt.AUDIENCE),
    "two audiences and no party": (lambda c: without("azp")(c) | {"aud": [c["aud"], "another"]}, Doubt.AUDIENCE),
    "another issuer": (lambda c: c | {"iss": "https://ailleurs.example"}, Doubt.ISSUER),
    "a low level": (lambda c: c | {"acr": "eidas0"}, Doubt.ACR),
    "no level": (without("acr"), Doubt.ACR),
    "expired": (past, Doubt.EXPIRED),
    "no end": (without("exp"), Doubt.EXPIRED),
    "from the future": (lambda c: c | {"iat": int(time.time()) + 3600}, Doubt.EXPIRED),
    "no subject": (without("sub"), Doubt.SUBJECT),
}


def refused(desk: Desk, faults: Faults) -> Client:
    browser = Client()
    url = depart(browser)
    back = desk.arrive(url)
    desk.proxy.faults = faults
    answer = browser.get(back)
    assert answer.status_code == 422
    assert "vous n&#x27;êtes pas connecté" in answer.content.decode() or "Pro Santé Connect" in answer.content.decode()
    return browser


@pytest.mark.parametrize("fault", ID_TOKEN)
@pytest.mark.shows("F-003")
def test_an_id_token_that_is_not_ours_to_believe_signs_nobody_in(desk: Desk, regulator: Actor, fault: str) -> None:
    change, doubt = ID_TOKEN[fault]
    browser = refused(desk, Faults(id_token=change))
    assert refusals() == [doubt.value]
    assert_nobody_entered(browser)


SIGNATURES: dict[str, tuple[Callable[[RSAKey], Callable[[Claims], str]], Doubt]] = {
    "the algorithm none": (lambda _: unsigned, Doubt.ALGORITHM),
    "a symmetric algorithm": (lambda key: lambda c: signed_with_what_is_public(c, key), Doubt.ALGORITHM),
    "an unknown key": (lambda _: lambda c: signed(c, OTHER), Doubt.KEY),
    "another key under a known name": (lambda key: lambda c: signed(c, OTHER, kid=key.kid), Doubt.SIGNATURE),
    "nothing that is a token": (lambda _: lambda _: "rien", Doubt.FORM),
}


@pytest.mark.parametrize("fault", SIGNATURES)
@pytest.mark.shows("F-003")
def test_a_signature_that_is_not_the_providers_signs_nobody_in(desk: Desk, regulator: Actor, fault: str) -> None:
    sign, doubt = SIGNATURES[fault]
    browser = refused(desk, Faults(id_token=nothing, sign=sign(desk.proxy.key)))
    assert refusals() == [doubt.value]
    assert_nobody_entered(browser)


USERINFO: dict[str, tuple[Callable[[Claims], Claims], Doubt]] = {
    "somebody else": (lambda c: c | {"sub": "f:1:899700000099"}, Doubt.SUBJECT),
    "nobody": (without("sub"), Doubt.SUBJECT),
    "no national identifier": (lambda c: c | {"SubjectNameID": "", "preferred_username": ""}, Doubt.NATIONAL_ID),
}


@pytest.mark.parametrize("fault", USERINFO)
@pytest.mark.shows("F-003")
def test_a_userinfo_about_somebody_else_signs_nobody_in(desk: Desk, regulator: Actor, fault: str) -> None:
    change, doubt = USERINFO[fault]
    browser = refused(desk, Faults(userinfo=change))
    assert refusals() == [doubt.value]
    assert_nobody_entered(browser)


def test_an_answer_without_id_token_signs_nobody_in(desk: Desk, regulator: Actor) -> None:
    browser = refused(desk, Faults(answer=lambda told: without("id_token")(told) | {"id_token": ""}))
    assert refusals() == ["form"]
    assert_nobody_entered(browser)


@pytest.mark.shows("F-003")
def test_a_code_serves_once(desk: Desk, regulator: Actor) -> None:
    used = desk.arrive(depart(first := Client()))
    first.get(used)
    first.post("/deconnexion")
    CardIdentity.objects.all().delete()
    browser = Client()
    state = desk.arrive(depart(browser)).split("state=")[1].split("&")[0]
    code = used.split("code=")[1].split("&")[0]
    answer = browser.get("/connexion/psc/retour", {"state": state, "code": code})
    assert answer.status_code == 422 and "elle a déjà servi" in answer.content.decode()
    assert refusals() == ["code"]
    assert_nobody_entered(browser)


@pytest.mark.shows("F-003")
def test_a_state_serves_once_and_in_one_browser(desk: Desk, regulator: Actor) -> None:
    browser, thief = Client(), Client()
    back = desk.arrive(depart(browser))
    assert thief.get(back).status_code == 422
    assert refusals() == ["state"]
    assert_nobody_entered(thief)
    assert browser.get(back).status_code == 302
    browser.post("/deconnexion")
    assert browser.get(back).status_code == 422
    assert refusals() == ["state", "state"]


def test_another_issuer_in_the_address_is_refused(desk: Desk, regulator: Actor) -> None:
    browser = Client()
    state = desk.arrive(depart(browser)).split("state=")[1].split("&")[0]
    told = {"state": state, "code": "x", "iss": "https://ailleurs.example"}
    assert browser.get("/connexion/psc/retour", told).status_code == 422
    assert refusals() == ["issuer"]


@pytest.mark.shows("F-003")
def test_a_provider_that_is_away_is_named_and_signs_nobody_in(desk: Desk, regulator: Actor) -> None:
    browser = Client()
    back = desk.arrive(depart(browser))
    desk.proxy.faults = Faults(away=True)
    answer = browser.get(back)
    assert answer.status_code == 503
    assert "Pro Santé Connect ne répond pas pour le moment" in answer.content.decode()
    assert_nobody_entered(browser)
    psc.forget()
    assert Client().post("/connexion/psc").status_code == 503


def test_what_the_provider_is_asked_is_told_below_the_page_without_codes_tokens_nor_the_person(
    desk: Desk, regulator: Actor, traced: Traced
) -> None:
    browser = signed_in(desk)
    opened = OpenSession.objects.get()
    tokens = sealing.unseal(opened.card_tokens)
    assert tokens
    second = Client()
    back = desk.arrive(depart(second))
    desk.proxy.faults = Faults(away=True)
    assert second.get(back).status_code == 503
    told = traced.told()
    left, (came, lost) = told.named("public.cards.set_out")[0], told.named("public.cards.come_back")
    asked = told.named("psc")
    assert {one.parent for one in asked} == {left.id, came.id, lost.id}
    # The code against tokens, the keys that signed them, the person.
    assert [one.failed for one in asked if one.parent == came.id] == [False, False, False]
    assert [one.failed for one in asked if one.parent == lost.id] == [True]
    assert (came.failed, lost.failed) == (False, True)
    secrets = (tokens.id_token, tokens.refresh_token, opened.card_subject, opened.card_sid, SECRET, "state=", "code=")
    person = (desk.holder.national_id, desk.holder.family_name, browser.cookies["sessionid"].value)
    assert_tells_no_more(told, *secrets, *person, "MARTIN", "realms", keys={"method", "status", "request"})


def test_keys_are_fetched_once_and_again_for_an_unknown_name(desk: Desk, regulator: Actor) -> None:
    signed_in(desk)
    signed_in(desk)
    fetched = [path for path in desk.proxy.asked if "certs" in path or "jwks" in path]
    discovered = [path for path in desk.proxy.asked if "well-known" in path]
    assert (len(fetched), len(discovered)) == (1, 1)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"issuer": "https://ailleurs.example"}, "issuer"), ({"token_endpoint": "ftp://127.0.0.1/"}, "form")],
)
def test_nobody_is_sent_to_a_provider_that_describes_itself_otherwise(
    desk: Desk, caplog: pytest.LogCaptureFixture, change: Claims, code: str
) -> None:
    desk.proxy.faults = Faults(discovery=lambda told: told | change)
    assert Client().post("/connexion/psc").status_code == 503
    assert f"psc refused: {code}" in caplog.text


def test_what_is_refused_is_logged_by_its_code_alone(
    desk: Desk, regulator: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    refused(desk, Faults(userinfo=lambda c: c | {"sub": "f:1:899700000099"}))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("sas.")]
    assert ours == ["psc refused: subject"]
