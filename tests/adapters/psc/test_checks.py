"""What stands between a token and being believed, one claim at a time; and tokens as they are kept."""

from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from sas.adapters.psc import checks, sealing
from sas.adapters.psc.values import Doubt, LogoutNotice, NotTrusted, Tokens

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MOMENT = int(NOW.timestamp())
EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}
NOTICE = {"jti": "1", "sid": "s", "sub": "f:1:8", "iat": MOMENT, "events": EVENT}
LOGOUT = {
    "not a logout": ({"events": {}}, Doubt.EVENT),
    "no events": ({"events": None}, Doubt.EVENT),
    "an ID token dressed up": ({"nonce": "n"}, Doubt.EVENT),
    "no identifier": ({"jti": ""}, Doubt.EVENT),
    "of nobody": ({"sid": "", "sub": ""}, Doubt.EVENT),
    "old": ({"iat": MOMENT - 200}, Doubt.EXPIRED),
    "old with a long life": ({"iat": MOMENT - 200, "exp": MOMENT + 200}, Doubt.EXPIRED),
    "expired": ({"exp": MOMENT - 60}, Doubt.EXPIRED),
    "from the future": ({"iat": MOMENT + 60}, Doubt.EXPIRED),
    "without date": ({"iat": None}, Doubt.EXPIRED),
}


@pytest.mark.shows("F-021")
def test_a_logout_notice_is_read() -> None:
    assert checks.logout_notice(NOTICE, now=NOW) == LogoutNotice("1", "s", "f:1:8", MOMENT)


@pytest.mark.parametrize("fault", LOGOUT)
@pytest.mark.shows("F-021")
def test_a_logout_notice_that_is_none_is_refused(fault: str) -> None:
    change, doubt = LOGOUT[fault]
    with pytest.raises(NotTrusted) as refusal:
        checks.logout_notice(NOTICE | change, now=NOW)
    assert refusal.value.doubt is doubt


@pytest.mark.parametrize(("seconds", "believed"), [(0, True), (29, True), (30, False), (31, False)])
def test_clocks_may_differ_by_thirty_seconds(seconds: int, believed: bool) -> None:
    claims = {"iat": MOMENT - 300, "exp": MOMENT - seconds}
    if believed:
        checks.in_time(claims, now=NOW)
    else:
        with pytest.raises(NotTrusted):
            checks.in_time(claims, now=NOW)


@pytest.mark.parametrize("told", ["899700000001", "3350000123/00042", "012345678"])
def test_national_identifiers_of_every_kind_are_taken(told: str) -> None:
    assert checks.national_id({"SubjectNameID": told}) == told
    assert checks.national_id({"preferred_username": told}) == told


@pytest.mark.parametrize("told", ["", "8", "abc", "8" * 41, "8997 <b>", None, 899700000001])
def test_what_is_no_national_identifier_is_refused(told: Any) -> None:
    with pytest.raises(NotTrusted, match="national_id"):
        checks.national_id({"SubjectNameID": told})


def test_only_codes_enter_the_audit_trail() -> None:
    claims = {"UITVersion": "1.0", "Mode_Acces_Raison": "appel de Mme Martin, 06 39 98 00 00", "family_name": "MARTIN"}
    assert checks.traces(claims) == {"UITVersion": "1.0"}


def test_the_key_is_the_one_named_of_the_right_kind() -> None:
    first, second = (RSAKey.generate_key(2048, auto_kid=True) for _ in range(2))
    ec = ECKey.generate_key("P-256", auto_kid=True)
    oct_key = OctKey.generate_key(256, {"kid": "shared"})
    keys = KeySet([first, second, ec, oct_key])
    assert checks.key_for(keys, {"alg": "RS256", "kid": second.kid}) is second
    assert checks.key_for(keys, {"alg": "RS256", "kid": "unknown"}) is None
    assert checks.key_for(keys, {"alg": "RS256", "kid": ec.kid}) is None
    assert checks.key_for(keys, {"alg": "RS256", "kid": "shared"}) is None
    assert checks.key_for(keys, {"alg": "RS256"}) is None, "two could suit"
    assert checks.key_for(keys, {"alg": "ES256"}) is ec


def test_a_key_kept_for_encryption_signs_nothing() -> None:
    key = RSAKey.generate_key(2048, {"use": "enc", "kid": "k"})
    assert checks.key_for(KeySet([key]), {"alg": "RS256", "kid": "k"}) is None


def test_tokens_are_kept_encrypted_and_lost_with_the_key(settings: Any) -> None:
    tokens = Tokens("an id token", "a renewal token")
    sealed = sealing.seal(tokens)
    assert "token" not in sealed and sealing.seal(tokens) != sealed
    assert sealing.unseal(sealed) == tokens
    assert sealing.unseal("") is None and sealing.unseal(sealed[:-4] + "AAAA") is None
    settings.SECRET_KEY = "another"
    assert sealing.unseal(sealed) is None


@pytest.mark.parametrize("told", ["eyJhbGciOltdfQ", "eyJhbGciOnt9fQ", "eyJhbGciOm51bGx9"])
def test_an_algorithm_that_is_no_text_is_refused(told: str) -> None:
    """`{"alg": []}` could not even be looked up; anybody may send it to the address of logouts."""
    with pytest.raises(NotTrusted) as refusal:
        checks.header_of(f"{told}.e30.AAAA")
    assert refusal.value.doubt is Doubt.ALGORITHM


def test_a_level_that_is_no_text_is_refused() -> None:
    with pytest.raises(NotTrusted) as refusal:
        checks.id_token({"nonce": "n", "acr": ["eidas1"], "sub": "s"}, nonce="n")
    assert refusal.value.doubt is Doubt.ACR


@pytest.mark.parametrize("told", [float("inf"), float("-inf"), float("nan"), True, "1"])
def test_an_instant_that_is_no_number_is_none(told: object) -> None:
    with pytest.raises(NotTrusted):
        checks.in_time({"iat": told, "exp": MOMENT + 60}, now=NOW)
