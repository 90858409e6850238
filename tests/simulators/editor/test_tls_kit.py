"""The State's kit on mutual TLS (`mtls_group`, `tls_version_test`), run as it runs: a client before the simulator."""

import ssl
from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest

from simulators.editor.people import ONE_PLACE
from simulators.editor.web import EditorServer
from tests.factories import editors, greetings
from tests.factories.authority import Authority

OURS, UNIT = "sas.test", "318751275100012"
WHO = f"schedule.actor:Practitioner.identifier=urn:oid:1.2.250.1.71.4.2.1%7C{ONE_PLACE}"
QUERY = f"start=ge2026-11-23T09:00:00&start=le2026-11-25T09:00:00&status=free&{WHO}"
CHECKS = [
    ("mtls_group Test01", "good", 200, ""),
    ("mtls_group Test02", "other-name", 403, ""),
    ("mtls_group Test03", "other-unit", 403, ""),
    ("mtls_group Test04", "revoked", 0, "certificate revoked"),
    ("mtls_group Test05", "", 0, "PEER_DID_NOT_RETURN_A_CERTIFICATE"),
    ("beyond the kit: expired", "expired", 0, "certificate has expired"),
    ("beyond the kit: of another authority", "stranger", 0, "certificate signature failure"),
]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    made = Authority(tmp_path_factory.mktemp("igc"))
    made.issue("theirs")
    made.issue("good", cn=OURS, ou=UNIT)
    made.issue("other-name", cn="autre.test", ou=UNIT)
    made.issue("other-unit", cn=OURS, ou="318751275100099")
    made.issue("expired", cn=OURS, ou=UNIT, expired=True)
    made.issue("revoked", cn=OURS, ou=UNIT)
    made.revoke("revoked")
    stranger = Authority(tmp_path_factory.mktemp("stranger"))
    for file in (stranger.issue("stranger", cn=OURS, ou=UNIT), stranger.folder / "stranger.key"):
        (made.folder / file.name).write_bytes(file.read_bytes())
    return made


@pytest.fixture
def server(authority: Authority, now: datetime) -> Iterator[EditorServer]:
    """It holds callers to a name, a unit and the list of revoked certificates."""
    wanted = {"expected_cn": OURS, "expected_ou": UNIT, "revoked": authority.revoked}
    side = editors.side(authority, authority.folder / "theirs.pem", **wanted)
    with editors.serving(editors.editor(now), side=side) as one:
        yield one


def status(server: EditorServer, authority: Authority, client: str, **versions: ssl.TLSVersion) -> int:
    """Of the answer to a search with this certificate; 0 when TLS lets nothing through."""
    context = ssl.create_default_context(cafile=str(authority.certificate))
    for name, version in versions.items():
        setattr(context, name, version)
    if client:
        context.load_cert_chain(authority.folder / f"{client}.pem", authority.folder / f"{client}.key")
    with httpx.Client(verify=context, trust_env=False) as line:
        try:
            return line.get(f"{server.url}/fhir/Slot?{QUERY}").status_code
        except httpx.TransportError:
            return 0


@pytest.mark.parametrize(("identifier", "client", "expected", "why"), CHECKS, ids=[one[0] for one in CHECKS])
def test_who_calls_is_known_by_certificate(
    server: EditorServer, authority: Authority, *, identifier: str, client: str, expected: int, why: str
) -> None:
    assert (identifier, status(server, authority, client)) == (identifier, expected)
    assert len(server.editor.requests) == (expected == 200), "a stranger's question is not even read"
    assert (editors.unwelcome(server) if why else server.unwelcome) == ([why] if why else [])


@pytest.mark.parametrize("version", greetings.OLD)
def test_tls_version_test_old_versions_are_refused(server: EditorServer, version: str) -> None:
    port = server.server_address[1]
    assert greetings.answered(port, version) in {greetings.ALERT, 0}
    assert len(editors.unwelcome(server)) == 1


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_version_test_versions_of_today_are_spoken(
    server: EditorServer, authority: Authority, version: ssl.TLSVersion
) -> None:
    assert status(server, authority, "good", minimum_version=version, maximum_version=version) == 200


def test_an_old_greeting_is_one_that_an_old_server_answers(authority: Authority, now: datetime) -> None:
    """So that what is refused above is its version, and nothing else."""
    old = editors.side(authority, authority.folder / "theirs.pem", versions=("1.1", "1.1"))
    with editors.serving(editors.editor(now), side=old) as server:
        assert greetings.answered(server.server_address[1], "TLS 1.1") == greetings.SERVER_HELLO
