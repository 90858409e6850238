"""Mutual TLS with editors, for real: who is told nothing, and who tells nothing."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sas.adapters.editors.accounts import client
from sas.adapters.editors.accounts.values import Server, Verdict
from tests.adapters.editors.accounts.test_client import SEBASTIEN
from tests.factories import authority
from tests.factories.editor_accounts import EditorServer, serving

pytestmark = pytest.mark.shows("F-264")
CN = "127.0.0.1"
_FILES = ("pem", "key")
_OTHERS = ({"expected_cn": "fhir.agenda.example"}, {"expected_cn": CN, "expected_ou": "318"})


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Certificates of the editor's server and ours, and the settings that name ours."""
    authority.make(tmp_path, server="server", clients={"client": "plateforme.sas.example"})
    settings.EDITOR_CA_BUNDLE = str(tmp_path / "ca.pem")
    settings.EDITOR_CLIENT_CERT, settings.EDITOR_CLIENT_KEY = (
        str(tmp_path / f"client.{end}") for end in ("pem", "key")
    )
    return tmp_path


@contextmanager
def an_editor(folder: Path, *, most: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED) -> Iterator[EditorServer]:
    """A server that asks for our certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(folder / "server.pem", folder / "server.key")
    tls.load_verify_locations(folder / "ca.pem")
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.maximum_version = most
    with serving(tls) as server:
        yield server


def test_the_expected_server_is_told_and_its_certificate_s_end_is_seen(folder: Path) -> None:
    with an_editor(folder) as editor:
        outcome = client.create(Server(editor.address, expected_cn=CN.upper()), SEBASTIEN)
    assert (outcome.verdict, editor.methods) == (Verdict.DONE, ["POST"])
    assert outcome.certificate_until
    assert timedelta(days=1) < outcome.certificate_until - datetime.now(UTC) <= timedelta(days=2)


@pytest.mark.parametrize(
    "expected", [{"expected_cn": "fhir.agenda.example"}, {"expected_cn": CN, "expected_ou": "318"}]
)
def test_a_server_of_another_subject_is_told_nothing(folder: Path, expected: dict[str, str]) -> None:
    with an_editor(folder) as editor:
        outcome = client.create(Server(editor.address, **expected), SEBASTIEN)
    assert (outcome.verdict, outcome.code, editor.asked) == (Verdict.AGAIN, "tls", [])
    assert outcome.certificate_until is None


def test_a_server_of_another_authority_is_told_nothing(folder: Path, settings: Any) -> None:
    (other := folder / "other").mkdir()
    authority.make(other, server="server", clients={})
    settings.EDITOR_CA_BUNDLE = str(other / "ca.pem")
    with an_editor(folder) as editor:
        outcome = client.create(Server(editor.address), SEBASTIEN)
    assert (outcome.code, editor.asked) == ("tls", [])


def test_without_a_certificate_of_ours_nobody_listens(folder: Path, settings: Any) -> None:
    settings.EDITOR_CLIENT_CERT = settings.EDITOR_CLIENT_KEY = ""
    with an_editor(folder) as editor:
        outcome = client.create(Server(editor.address), SEBASTIEN)
    assert (outcome.verdict, editor.asked) == (Verdict.AGAIN, [])


def test_a_certificate_that_cannot_be_read_is_told_as_such(folder: Path, settings: Any) -> None:
    settings.EDITOR_CLIENT_CERT = str(folder / "nothing.pem")
    with an_editor(folder) as editor:
        outcome = client.create(Server(editor.address), SEBASTIEN)
    assert (outcome.verdict, editor.asked) == (Verdict.AGAIN, [])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_before_1_2_is_refused(folder: Path) -> None:
    with an_editor(folder, most=ssl.TLSVersion.TLSv1_1) as editor:
        outcome = client.create(Server(editor.address), SEBASTIEN)
    assert (outcome.code, editor.asked) == ("tls", [])
