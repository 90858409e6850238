"""The delegated login, by a real client over real HTTP, then by hostile ones (INT_SSO; ADR 40)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.integrations.requests_client import OAuth2Session
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from sas.actor import Actor, Role
from sas.rooms.accounts import operations
from sas.rooms.accounts.models import LoginGrant, RegulatorIdentity, User
from sas.rooms.accounts.rules import CODE_LIFE, TOKEN_LIFE
from sas.rooms.journal.models import AuditEntry
from tests.factories import care, editor_accounts
from tests.factories.browsers import browser
from tests.factories.editor_accounts import BACK

VERIFIER = "proof-" * 8
pytestmark = pytest.mark.django_db


@pytest.fixture
def regulator() -> Actor:
    """Without card."""
    return care.regulator(care.territory())


@pytest.fixture
def editor() -> tuple[str, str]:
    """Client id and secret of an editor that may ask."""
    return editor_accounts.registered(editor_accounts.editor("Agenda Libre"))


def asking(client_id: str, /, **changed: str) -> str:
    """The address an editor sends a browser to, as authlib writes it, and what is changed of it."""
    session = OAuth2Session(client_id, redirect_uri=BACK, scope="openid", code_challenge_method="S256")
    url, _ = session.create_authorization_url("/sso/autorisation", state="s-1", code_verifier=VERIFIER, nonce="n-1")
    told = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()} | changed
    return f"/sso/autorisation?{urlencode({name: value for name, value in told.items() if value})}"


def through(client: Client, url: str) -> dict[str, str]:
    """Where the browser is at the end, and what the editor is told there."""
    waiting = client.get(url)["Location"]
    page = client.get(waiting)
    assert (page.status_code, page["Refresh"]) == (200, f"0; url={waiting}/retour")
    assert "Continuer vers Agenda Libre" in page.content.decode()
    return told_at(client.get(f"{waiting}/retour"))


def told_at(answer: Any) -> dict[str, str]:
    where, _, told = answer["Location"].partition("?")
    assert (answer.status_code, where) == (302, BACK)
    return {name: values[0] for name, values in parse_qs(told).items()}


def exchanged(editor: tuple[str, str], **changed: str) -> Any:
    told = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
    client_id, secret = editor
    return Client().post("/sso/jeton", told | {"client_id": client_id, "client_secret": secret} | changed)


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The platform over HTTP; its issuer."""
    settings.PUBLIC_URL = live_server.url
    return str(live_server.url)


@pytest.mark.shows("F-264")
def test_a_client_of_the_market_learns_who_is_signed_in(editor: tuple[str, str], regulator: Actor, site: str) -> None:
    with OAuth2Session(*editor, redirect_uri=BACK, scope="openid profile", code_challenge_method="S256") as session:
        session.trust_env = False
        about = session.get(f"{site}/.well-known/openid-configuration", withhold_token=True).json()
        assert about["issuer"] == site
        url, state = session.create_authorization_url(
            about["authorization_endpoint"], code_verifier=VERIFIER, nonce="n-1"
        )
        told = through(browser(regulator), url.removeprefix(site))
        assert (told["state"], told["iss"]) == (state, site)
        session.fetch_token(about["token_endpoint"], code=told["code"], code_verifier=VERIFIER)
        keys = KeySet.import_key_set(session.get(about["jwks_uri"], withhold_token=True).json())
        believed = jwt.decode(session.token["id_token"], keys, algorithms=["ES256"])
        read = session.get(about["userinfo_endpoint"])
    user = User.objects.get(id=regulator.user_id)
    person = {
        "sub": str(RegulatorIdentity.objects.get(user=user).technical_id),
        "name": f"{user.given_name} {user.family_name}",
        "family_name": user.family_name,
        "given_name": user.given_name,
        "email": user.email,
        "habilitation": "regulateur_osnp",
    }
    claims = dict(believed.claims)
    assert read.json() == person
    times = {name: claims.pop(name) for name in ("iat", "exp", "auth_time")}
    assert claims == {**person, "iss": site, "aud": editor[0], "azp": editor[0], "nonce": "n-1"}
    assert times["exp"] - times["iat"] == 300 and times["auth_time"] <= times["iat"]
    verbs = AuditEntry.objects.filter(subject="editor").order_by("id").values_list("verb", "user_id")
    assert [one for one in verbs if one[1]] == [("grant_login", user.id), ("login_at_editor", user.id)]


def test_whoever_is_not_signed_in_signs_in_first_and_goes_on(editor: tuple[str, str], regulator: Actor) -> None:
    client = Client()
    waiting = client.get(asking(editor[0]))["Location"]
    gate = client.get(waiting)["Location"]
    assert gate == f"/connexion?{urlencode({'suite': waiting})}"
    page = client.get(gate)
    assert (page.status_code, "Mot de passe" in page.content.decode()) == (200, True)
    form = {"email": User.objects.get(id=regulator.user_id).email, "password": care.PASSWORD, "suite": waiting}
    assert client.post("/connexion", form)["Location"] == waiting
    assert client.get(waiting)["Refresh"] == f"0; url={waiting}/retour"
    assert "code" in told_at(client.get(f"{waiting}/retour"))
    again = client.get(f"{waiting}/retour")
    assert again.status_code == 400 and "n&#x27;est plus disponible" in again.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGULATEUR_OSNP, Role.IOA}))
def test_nobody_but_regulators_goes_through(editor: tuple[str, str], role: Role) -> None:
    client = browser(care.account(role))
    waiting = client.get(asking(editor[0]))["Location"]
    assert [client.get(f"{waiting}{end}").status_code for end in ("", "/retour")] == [403, 403]
    assert LoginGrant.objects.count() == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://attacker.example/retour"},
        {"redirect_uri": f"{BACK}/"},
        {"redirect_uri": f"{BACK}?a=1"},
        {"redirect_uri": "https://agenda.example@attacker.example/retour"},
        {"redirect_uri": "HTTPS://agenda.example/retour"},
        {"redirect_uri": ""},
        {"client_id": "editeur-0000"},
        {"client_id": ""},
    ],
)
def test_no_browser_is_led_to_an_address_that_is_not_the_editor_s(
    editor: tuple[str, str], regulator: Actor, changed: dict[str, str]
) -> None:
    for prompt in ("", "none"):
        answer = browser(regulator).get(asking(editor[0], prompt=prompt, **changed))
        assert (answer.status_code, "Location" in answer.headers) == (400, False)


def test_a_parameter_given_twice_is_none(editor: tuple[str, str], regulator: Actor) -> None:
    url = f"{asking(editor[0])}&{urlencode({'redirect_uri': 'https://attacker.example/'})}"
    assert browser(regulator).get(url).status_code == 400


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"state": ""}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"nonce": "n" * 201}, "invalid_request"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://attacker.example/"}, "request_uri_not_supported"),
    ],
)
def test_a_question_that_cannot_be_answered_goes_back_as_an_error(
    editor: tuple[str, str], regulator: Actor, changed: dict[str, str], error: str
) -> None:
    told = through(browser(regulator), asking(editor[0], **changed))
    assert told["error"] == error and "code" not in told


def test_an_editor_may_ask_without_showing_anything(editor: tuple[str, str], regulator: Actor) -> None:
    assert told_at(Client().get(asking(editor[0], prompt="none")))["error"] == "login_required"
    assert "code" in through(browser(regulator), asking(editor[0], prompt="none"))


@pytest.fixture
def code(editor: tuple[str, str], regulator: Actor) -> str:
    """Given a moment ago to a browser that is still signed in."""
    return through(browser(regulator), asking(editor[0]))["code"]


def other_editor() -> tuple[str, str]:
    return editor_accounts.registered(editor_accounts.editor())


def spent(editor: tuple[str, str], code: str, how: str) -> Any:
    """What somebody who should not have the code gets for it."""
    changed = {"verifier": {"code_verifier": "x" * 43}, "no verifier": {"code_verifier": ""}}
    changed["address"] = {"redirect_uri": f"{BACK}/"}
    who = other_editor() if how == "other editor" else editor
    return exchanged(who, code=code, **changed.get(how, {}))


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("verifier", "wrong proof"),
        ("no verifier", "wrong proof"),
        ("address", "another address"),
        ("other editor", "another editor's code"),
    ],
)
def test_a_code_in_wrong_hands_opens_nothing_and_is_worth_nothing_afterwards(
    editor: tuple[str, str], code: str, how: str, why: str
) -> None:
    for answer, reason in ((spent(editor, code, how), why), (exchanged(editor, code=code), "used code")):
        assert answer.status_code == 400
        assert answer.json() == {"error": "invalid_grant", "error_description": reason}
        assert answer["Cache-Control"] == "no-store"
    refused = AuditEntry.objects.filter(verb="refuse_login").order_by("id")
    assert [one.details for one in refused] == [{"why": why}, {"why": "used code"}]


def identity(token: str, method: str = "get") -> Any:
    return getattr(Client(), method)("/sso/identite", headers={"Authorization": f"Bearer {token}"})


def test_a_code_shown_twice_takes_back_what_it_gave(editor: tuple[str, str], code: str) -> None:
    token = exchanged(editor, code=code).json()["access_token"]
    assert identity(token).status_code == identity(token, "post").status_code == 200
    assert exchanged(editor, code=code).json()["error_description"] == "used code"
    refused = identity(token)
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_codes_and_tokens_end_by_the_clock(editor: tuple[str, str], code: str) -> None:
    LoginGrant.objects.update(created_at=LoginGrant.objects.get().created_at - CODE_LIFE)
    assert exchanged(editor, code=code).json()["error_description"] == "expired code"


def test_a_token_ends_by_the_clock(editor: tuple[str, str], code: str) -> None:
    token = exchanged(editor, code=code).json()["access_token"]
    LoginGrant.objects.update(used_at=LoginGrant.objects.get().used_at - TOKEN_LIFE)
    assert identity(token).status_code == 401


@pytest.mark.parametrize("end", ["session", "right", "editor", "login", "secret"])
def test_codes_and_tokens_end_with_what_they_rest_on(
    regulator: Actor, now: datetime, end: str, editor: tuple[str, str]
) -> None:
    client = browser(regulator)
    first, second = (through(client, asking(editor[0]))["code"] for _ in range(2))
    token = exchanged(editor, code=first).json()["access_token"]
    admin, editor_id = care.account(Role.ADMINISTRATEUR), editor_accounts.of_client(editor[0])
    if end == "session":
        client.session.flush()
    elif end == "right":
        operations.deactivate(actor=admin, user_id=regulator.user_id or 0, now=now)
    elif end == "editor":
        editor_accounts.editor("Agenda Libre", editor_id=editor_id, active=False)
    elif end == "login":
        operations.save_editor_login(actor=admin, editor_id=editor_id, redirect_uris=(BACK,), active=False, now=now)
    else:
        operations.renew_editor_secret(actor=admin, editor_id=editor_id, now=now)
    answer = exchanged(editor, code=second)
    expected = (400, "invalid_grant") if end in ("session", "right") else (401, "invalid_client")
    assert (answer.status_code, answer.json()["error"]) == expected
    assert identity(token).status_code == (200 if end == "secret" else 401)


def test_whoever_asks_says_who_it_is_once(editor: tuple[str, str], code: str) -> None:
    unknown = [exchanged((editor[0], "wrong"), code=code), exchanged(("editeur-0", editor[1]), code=code)]
    unknown += [exchanged((editor[0], ""), code=code), exchanged(("", ""), code=code)]
    for answer in unknown:
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    header = {"Authorization": "Basic !!!"}
    both = Client().post("/sso/jeton", {"grant_type": "authorization_code", "client_secret": "x"}, headers=header)
    assert (both.status_code, both.json()["error"]) == (400, "invalid_request")
    other = Client().post("/sso/jeton", {"grant_type": "client_credentials"})
    assert other.json()["error"] == "unsupported_grant_type"
    assert exchanged(editor, code=code).status_code == 200


def test_without_key_nothing_is_provided(editor: tuple[str, str], settings: Any) -> None:
    settings.SSO_KEY = ""
    for path in ("/.well-known/openid-configuration", "/sso/cles", asking(editor[0])):
        assert Client().get(path).status_code == 404
    assert exchanged(editor, code="x").status_code == 404


def test_old_grants_go_with_the_night(editor: tuple[str, str], code: str) -> None:
    made = LoginGrant.objects.get().created_at
    operations.forget_logins(actor=Actor.SYSTEM, now=made + timedelta(days=1))
    assert LoginGrant.objects.count() == 1
    operations.forget_logins(actor=Actor.SYSTEM, now=made + timedelta(days=1, seconds=1))
    assert LoginGrant.objects.count() == 0
