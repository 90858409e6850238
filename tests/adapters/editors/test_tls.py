"""Mutual TLS with an editor, for real, under an authority of this run: who is believed, who is let in."""

import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sas.adapters.editors import tls
from sas.adapters.editors.values import Answer, Failure
from simulators.editor.people import ONE_PLACE
from simulators.editor.tls import Side
from tests.factories import editors
from tests.factories.authority import Authority

pytestmark = pytest.mark.shows("F-261")
OURS, UNIT = "sas.test", "318751275100012"
THEIRS, THEIR_UNIT = "editeur.test", "318751275100020"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("igc"))
    made.issue("ours", cn=OURS, ou=UNIT)
    made.issue("ours-expired", cn=OURS, ou=UNIT, expired=True)
    made.issue("ours-revoked", cn=OURS, ou=UNIT)
    made.issue("theirs", cn=THEIRS, ou=THEIR_UNIT)
    made.issue("theirs-expired", cn=THEIRS, ou=THEIR_UNIT, expired=True)
    made.issue("theirs-revoked", cn=THEIRS, ou=THEIR_UNIT)
    made.revoke("ours-revoked", "theirs-revoked")
    return made


@pytest.fixture
def unwelcome() -> list[str]:
    """Why the editor's TLS let nobody in, once it was asked."""
    return []


@pytest.fixture
def ask(authority: Authority, settings: Any, now: datetime, unwelcome: list[str]) -> Ask:
    """Ask an editor of certificate `theirs` with certificate `ours` (empty: none)."""

    def asking(
        *, ours: str = "ours", theirs: str = "theirs", cn: str = THEIRS, ou: str = THEIR_UNIT, **side: Any
    ) -> Answer:
        settings.EDITOR_CLIENT_CERT = str(authority.folder / f"{ours}.pem") if ours else ""
        settings.EDITOR_CLIENT_KEY = str(authority.folder / f"{ours}.key") if ours else ""
        settings.EDITOR_CA_BUNDLE, settings.EDITOR_CRL = str(authority.certificate), str(authority.revoked)
        wanted = {"expected_cn": OURS, "expected_ou": UNIT, "revoked": authority.revoked}
        made = editors.side(authority, authority.folder / f"{theirs}.pem", **wanted | side)
        with editors.serving(editors.editor(now), side=made) as server:
            where = editors.endpoint(server, expected_cn=cn, expected_ou=ou)
            found = editors.answer(where, ONE_PLACE, now=now)
            asked = server.editor.requests
        unwelcome[:] = server.unwelcome
        assert bool(asked) == (found.failure is None), "nothing is asked of an editor that is not believed"
        return found

    return asking


def test_both_sides_know_each_other(ask: Ask) -> None:
    found = ask()
    assert (found.failure, len(found.sites)) == (None, 1)
    assert ask(cn="", ou="").failure is None, "names are checked where they are declared"
    assert ask(versions=("1.2", "1.2")).failure is None
    assert ask(versions=("1.3", "1.3")).failure is None


@pytest.mark.parametrize(
    ("told", "detail"),
    [
        ({"cn": "autre.test"}, "wrong commonName"),
        ({"ou": "318751275100099"}, "wrong organizationalUnitName"),
        ({"theirs": "theirs-expired"}, "certificate has expired"),
        ({"theirs": "theirs-revoked"}, "certificate revoked"),
        ({"versions": ("1.1", "1.1")}, "protocol version"),
    ],
    ids=str,
)
def test_an_editor_that_is_not_who_it_should_be_is_told_nothing(ask: Ask, told: dict[str, Any], detail: str) -> None:
    found = ask(**told)
    assert found.failure is Failure.TLS
    assert detail in found.detail


@pytest.mark.parametrize(
    ("ours", "why"),
    [
        ("", "PEER_DID_NOT_RETURN_A_CERTIFICATE"),
        ("ours-expired", "certificate has expired"),
        ("ours-revoked", "certificate revoked"),
    ],
)
def test_an_editor_lets_no_stranger_in(ask: Ask, unwelcome: list[str], ours: str, why: str) -> None:
    assert ask(ours=ours).failure in {Failure.TLS, Failure.REFUSED}, "with TLS 1.3 we may hear of it as a hang-up"
    assert unwelcome == [why]


@pytest.mark.parametrize("side", [{"expected_cn": "autre.test"}, {"expected_ou": "318751275100099"}])
def test_an_editor_refuses_somebody_elses_certificate(ask: Ask, side: dict[str, str]) -> None:
    found = ask(**side)
    assert (found.failure, found.detail) == (Failure.STATUS, "403 forbidden")


def test_no_authority_but_ours_is_believed(ask: Ask, tmp_path: Path, now: datetime, settings: Any) -> None:
    stranger = Authority(tmp_path)
    made = editors.side(stranger, stranger.issue("theirs", cn=THEIRS), asks_for_certificate=False)
    ask()
    for bundle in (settings.EDITOR_CA_BUNDLE, ""):
        settings.EDITOR_CA_BUNDLE, settings.EDITOR_CRL = bundle, ""
        assert _failure(made, now) is Failure.TLS
    settings.EDITOR_CA_BUNDLE = str(stranger.certificate)
    assert _failure(made, now) is None


def test_the_host_of_the_address_stands_in_the_certificate(authority: Authority, now: datetime, settings: Any) -> None:
    settings.EDITOR_CA_BUNDLE = str(authority.certificate)
    made = editors.side(authority, authority.folder / "theirs.pem", asks_for_certificate=False)
    with editors.serving(editors.editor(now), side=made) as server:
        where = editors.endpoint(server, base_url=server.url.replace("127.0.0.1", "localhost") + "/fhir")
        assert editors.answer(where, ONE_PLACE, now=now).failure is Failure.TLS


def test_a_file_that_is_missing_fails_the_editor_and_nothing_else(now: datetime, settings: Any) -> None:
    settings.EDITOR_CA_BUNDLE = "/nowhere/ca.pem"
    where = editors.Endpoint(1, "https://127.0.0.1:9/fhir")
    assert editors.answer(where, ONE_PLACE, now=now).failure in {Failure.TLS, Failure.REFUSED}


def test_files_that_were_replaced_are_read_again(authority: Authority, tmp_path: Path, settings: Any) -> None:
    kept = tmp_path / "ca.pem"
    settings.EDITOR_CA_BUNDLE = str(kept)
    kept.write_bytes(authority.certificate.read_bytes())
    first = tls.context(expected_cn="a", expected_ou="")
    assert tls.context(expected_cn="a", expected_ou="") is first
    assert tls.context(expected_cn="b", expected_ou="") is not first
    kept.write_bytes(authority.certificate.read_bytes() + b"\n")
    again = tls.context(expected_cn="a", expected_ou="")
    assert again is not first
    assert (again.minimum_version, again.verify_mode) == (ssl.TLSVersion.TLSv1_2, ssl.CERT_REQUIRED)


def _failure(side: Side, now: datetime) -> Failure | None:
    with editors.serving(editors.editor(now), side=side) as server:
        return editors.answer(editors.endpoint(server), ONE_PLACE, now=now).failure
