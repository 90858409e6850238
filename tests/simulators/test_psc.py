"""The provider of the demonstration is a real one: what Pro Santé Connect would refuse, it refuses."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from simulators.psc.identities import Identity
from simulators.psc.web import AT, REALM
from tests.factories.providers import DOCTOR, PRODUCT, SECRET, Simulated, simulated

VERIFIER = "a verifier of forty-three characters or more, it is"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "sas-test",
    "redirect_uri": f"{PRODUCT}/connexion/psc/retour",
    "response_type": "code",
    "scope": "openid scope_all",
    "acr_values": "eidas1",
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Simulated]:
    with simulated(tmp_path / "identities.json") as simulator:
        simulator.show(DOCTOR)
        yield simulator


@pytest.fixture
def browser(desk: Simulated) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=desk.address, trust_env=False) as client:
        yield client


def chosen(browser: httpx.Client, way: str = "card", **changes: str) -> httpx.Response:
    return browser.post(f"{REALM}/choix", data=ASKED | {"identity": DOCTOR.national_id, "way": way} | changes)


def told(answer: httpx.Response) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def exchanged(browser: httpx.Client, *, secret: str = SECRET, **form: str) -> httpx.Response:
    kept = {"grant_type": "authorization_code", "code_verifier": VERIFIER} | form
    return browser.post(f"{AT}/token", data=kept, auth=("sas-test", secret))


@pytest.mark.parametrize(
    "missing", ["scope", "acr_values", "state", "nonce", "code_challenge", "code_challenge_method"]
)
@pytest.mark.shows("F-003")
def test_a_question_without_what_is_mandatory_is_refused(browser: httpx.Client, missing: str) -> None:
    asked = {name: value for name, value in ASKED.items() if name != missing}
    answer = browser.get(f"{AT}/auth", params=asked)
    assert answer.status_code == 400 and missing in answer.text


def test_nobody_is_sent_back_to_an_address_that_is_not_registered(browser: httpx.Client) -> None:
    answer = browser.get(f"{AT}/auth", params=ASKED | {"redirect_uri": "https://ailleurs.example/"})
    assert answer.status_code == 400 and "Location" not in answer.headers


def test_a_wrong_verifier_or_secret_gets_no_token_and_a_code_serves_once(browser: httpx.Client) -> None:
    assert exchanged(browser, code=told(chosen(browser))["code"], code_verifier="another").status_code == 400
    code = told(chosen(browser))["code"]
    assert exchanged(browser, code=code, secret="wrong").status_code == 401
    assert exchanged(browser, code=code).status_code == 200
    assert exchanged(browser, code=code).json() == {"error": "invalid_grant"}


def test_a_renewal_serves_once_and_not_after_the_session(browser: httpx.Client, desk: Simulated) -> None:
    first = exchanged(browser, code=told(chosen(browser))["code"]).json()
    renewed = exchanged(browser, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert renewed.status_code == 200
    assert exchanged(browser, grant_type="refresh_token", refresh_token=first["refresh_token"]).status_code == 400
    desk.provider.close(next(iter(desk.provider.sessions)))
    again = exchanged(browser, grant_type="refresh_token", refresh_token=renewed.json()["refresh_token"])
    assert again.json() == {"error": "invalid_grant"} and len(desk.told) == 1


def test_userinfo_is_signed_and_needs_a_token(browser: httpx.Client) -> None:
    tokens = exchanged(browser, code=told(chosen(browser))["code"]).json()
    answer = browser.get(f"{AT}/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert answer.headers["Content-Type"] == "application/jwt" and answer.text.count(".") == 2
    assert browser.get(f"{AT}/userinfo").status_code == 401


def test_the_telephone_must_give_the_number_shown(browser: httpx.Client, desk: Simulated) -> None:
    page = chosen(browser, way="ecps").text
    number = int(page.split('class="number">')[1].split("<")[0])
    form: dict[str, Any] = ASKED | {"identity": DOCTOR.national_id}
    wrong = browser.post(f"{REALM}/nombre", data=form | {"number": number + 1})
    assert "Ce n'est pas le nombre affiché" in wrong.text and not desk.provider.sessions
    assert browser.post(f"{REALM}/nombre", data=form | {"number": number}).status_code == 200, "a number serves once"


def test_whoever_is_already_in_is_not_asked_again_and_whoever_cancels_is_sent_back(browser: httpx.Client) -> None:
    assert told(chosen(browser, way="cancel")) == {"state": "s", "error": "access_denied", "iss": _issuer(browser)}
    chosen(browser)
    assert "code" in told(browser.get(f"{AT}/auth", params=ASKED))


def _issuer(browser: httpx.Client) -> str:
    return str(browser.get(f"{REALM}/.well-known/openid-configuration").json()["issuer"])


def test_the_page_offers_the_cards_of_the_file_and_escapes_them(browser: httpx.Client, desk: Simulated) -> None:
    desk.show(DOCTOR, Identity("899700000001", "<b>DUPONT", "Zoé", "note"))
    page = browser.get(f"{AT}/auth", params=ASKED).text
    assert page.count('type="radio"') == 2 and "&lt;b&gt;DUPONT" in page
